/** Why an error that Kafka documents can't be brought about by a client of one node. */
interface Unreachable {
  readonly errors: readonly string[];
  /** Names of APIs; all of them without it. */
  readonly apis?: readonly string[];
  readonly reason: string;
}

const neverAnswered = "named in a comment of Kafka's sources, and answered by none of its code in this release";
const ownMarkers = "the broker makes the markers itself: sound, 78 bytes long and with acks of its own";

const rules: readonly Unreachable[] = [
  { apis: ["Produce"], errors: ["CLUSTER_AUTHORIZATION_FAILED"], reason: neverAnswered },
  { apis: ["Fetch"], errors: ["UNSUPPORTED_COMPRESSION_TYPE"], reason: neverAnswered },
  { apis: ["Metadata"], errors: ["FENCED_LEADER_EPOCH"], reason: neverAnswered },
  {
    apis: ["OffsetCommit", "TxnOffsetCommit"],
    errors: ["INVALID_COMMIT_OFFSET_SIZE", "INVALID_PRODUCER_ID_MAPPING", "INVALID_TXN_STATE"],
    reason: neverAnswered,
  },
  { apis: ["OffsetFetch"], errors: ["UNKNOWN_TOPIC_OR_PARTITION"], reason: neverAnswered },
  { apis: ["FindCoordinator"], errors: ["COORDINATOR_LOAD_IN_PROGRESS"], reason: neverAnswered },
  { apis: ["DeleteTopics"], errors: ["INVALID_TOPIC_EXCEPTION"], reason: neverAnswered },
  { apis: ["AddPartitionsToTxn", "AddOffsetsToTxn"], errors: ["INVALID_TXN_STATE"], reason: neverAnswered },
  { apis: ["UpdateFeatures"], errors: ["FEATURE_UPDATE_FAILED", "INVALID_REQUEST"], reason: neverAnswered },
  { apis: ["ConsumerGroupDescribe", "ShareGroupDescribe", "StreamsGroupDescribe"], errors: ["INVALID_REQUEST"], reason: neverAnswered },
  {
    apis: ["StreamsGroupHeartbeat"],
    errors: ["CLUSTER_AUTHORIZATION_FAILED", "STREAMS_INVALID_TOPOLOGY_EPOCH", "STREAMS_TOPOLOGY_FENCED", "UNRELEASED_INSTANCE_ID"],
    reason: neverAnswered,
  },
  { apis: ["DeleteGroups"], errors: ["INVALID_GROUP_ID"], reason: "only a group id of null is invalid here, and requests can't hold that" },
  { apis: ["WriteTxnMarkers"], errors: ["CORRUPT_MESSAGE", "INVALID_REQUIRED_ACKS", "RECORD_LIST_TOO_LARGE"], reason: ownMarkers },
  {
    apis: ["Produce"],
    errors: ["CONCURRENT_TRANSACTIONS"],
    reason: "only for the moments in which the markers of the transaction before are written; producers try again",
  },
  {
    apis: ["FindCoordinator"],
    errors: ["COORDINATOR_NOT_AVAILABLE"],
    reason: "the coordinator's topic is made before the answer leaves; Kafka's controller takes a moment for it, once",
  },
  {
    errors: ["COORDINATOR_LOAD_IN_PROGRESS", "COORDINATOR_NOT_AVAILABLE"],
    reason: "only for moments after a start, while the coordinator's log is read; clients try again",
  },
  {
    errors: ["NOT_COORDINATOR", "NOT_CONTROLLER", "NOT_LEADER_OR_FOLLOWER", "BROKER_NOT_AVAILABLE"],
    reason: "one node leads, coordinates and controls everything",
  },
  {
    errors: [
      "REPLICA_NOT_AVAILABLE",
      "LEADER_NOT_AVAILABLE",
      "OFFSET_NOT_AVAILABLE",
      "NOT_ENOUGH_REPLICAS",
      "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
    ],
    reason: "a partition of one replica has its leader, and all that is in sync, on this node",
  },
  { errors: ["KAFKA_STORAGE_ERROR"], reason: "takes a failing disk: the broker's own tests have one" },
  { errors: ["UNKNOWN_SERVER_ERROR"], reason: "takes a failure inside the broker" },
  {
    apis: ["OffsetCommit", "TxnOffsetCommit", "DeleteRecords", "WriteTxnMarkers"],
    errors: ["REQUEST_TIMED_OUT"],
    reason: "takes other replicas that are slow to follow",
  },
  { errors: ["UNSUPPORTED_FOR_MESSAGE_FORMAT"], reason: "Kafka 4 knows one message format" },
];

/** Why `error` can't be brought about in answers of `api`, if it can't. */
export function whyUnreachable(api: string, error: string): string | undefined {
  return rules.find((rule) => rule.errors.includes(error) && (rule.apis?.includes(api) ?? true))?.reason;
}
