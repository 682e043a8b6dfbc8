/** Why an error that Kafka documents can't be brought about by a client of one node. */
interface Unreachable {
  readonly errors: RegExp;
  /** Names of APIs; all of them without it. */
  readonly apis?: RegExp;
  readonly reason: string;
}

const rules: readonly Unreachable[] = [
  { errors: /_AUTHORIZATION_FAILED$/, reason: "nobody is refused without an authorizer: security is later work" },
  {
    errors: /^COORDINATOR_(LOAD_IN_PROGRESS|NOT_AVAILABLE)$/,
    reason: "only for moments after a start, while the coordinator's log is read; clients try again",
  },
  {
    errors:
      /^(NOT_COORDINATOR|NOT_CONTROLLER|NOT_LEADER_OR_FOLLOWER|BROKER_NOT_AVAILABLE|INCONSISTENT_VOTER_SET|TRANSACTION_COORDINATOR_FENCED)$/,
    reason: "one node leads, coordinates and controls everything",
  },
  {
    errors: /^(REPLICA_NOT_AVAILABLE|LEADER_NOT_AVAILABLE|OFFSET_NOT_AVAILABLE|NOT_ENOUGH_REPLICAS(_AFTER_APPEND)?)$/,
    reason: "a partition of one replica has its leader, and all that is in sync, on this node",
  },
  { errors: /^(KAFKA_STORAGE_ERROR|LOG_DIR_NOT_FOUND)$/, reason: "takes a failing disk: the broker's own tests have one" },
  { errors: /^UNKNOWN_SERVER_ERROR$/, reason: "takes a failure inside the broker" },
  { errors: /^REQUEST_TIMED_OUT$/, reason: "takes other replicas or a controller that is slow to answer" },
  { errors: /^POLICY_VIOLATION$/, reason: "policies are Java classes that a broker is given" },
  { errors: /^UNSUPPORTED_FOR_MESSAGE_FORMAT$/, reason: "Kafka 4 knows one message format" },
];

/** Why `error` can't be brought about in answers of `api`, if it can't. */
export function whyUnreachable(api: string, error: string): string | undefined {
  return rules.find((rule) => rule.errors.test(error) && (rule.apis?.test(api) ?? true))?.reason;
}
