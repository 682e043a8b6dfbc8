import type { StateAnswer } from "@millrace/coordinators";
import { errors, type KafkaError } from "@millrace/protocol";

/** Why something can't be had of a share partition, and what of it. */
export interface ShareFailure {
  readonly error: KafkaError;
  /** Null where Kafka says nothing but the error. */
  readonly message: string | null;
}

/** What a share partition's leader says where the state could not be read or stored, as Kafka translates it. */
const told: ReadonlyMap<number, KafkaError> = new Map([
  [errors.NOT_COORDINATOR.code, errors.COORDINATOR_NOT_AVAILABLE],
  [errors.COORDINATOR_NOT_AVAILABLE.code, errors.COORDINATOR_NOT_AVAILABLE],
  [errors.COORDINATOR_LOAD_IN_PROGRESS.code, errors.COORDINATOR_NOT_AVAILABLE],
  [errors.GROUP_ID_NOT_FOUND.code, errors.GROUP_ID_NOT_FOUND],
  [errors.UNKNOWN_TOPIC_OR_PARTITION.code, errors.UNKNOWN_TOPIC_OR_PARTITION],
  [errors.FENCED_LEADER_EPOCH.code, errors.NOT_LEADER_OR_FOLLOWER],
  [errors.FENCED_STATE_EPOCH.code, errors.NOT_LEADER_OR_FOLLOWER],
]);

/** After these nothing that is remembered of the share partition is true any more. */
const ending: ReadonlySet<KafkaError> = new Set([
  errors.GROUP_ID_NOT_FOUND,
  errors.UNKNOWN_TOPIC_OR_PARTITION,
  errors.NOT_LEADER_OR_FOLLOWER,
]);

/** What the state's coordinator has answered; undefined for a success. */
export function failureOf(operation: "read" | "write", { errorCode, errorMessage }: StateAnswer): ShareFailure | undefined {
  if (errorCode === 0) return undefined;
  const error = told.get(errorCode) ?? errors.UNKNOWN_SERVER_ERROR;
  return { error, message: `Error in ${operation} state RPC. ${errorMessage ?? error.message}` };
}

export function endsLeadership({ error }: ShareFailure): boolean {
  return ending.has(error);
}
