import { MillraceError } from "@millrace/kit";

/** Names of the files and directories of a log, as Apache Kafka gives them. */

export const LOG_SUFFIX = ".log";
export const OFFSET_INDEX_SUFFIX = ".index";
export const TIME_INDEX_SUFFIX = ".timeindex";
export const TRANSACTION_INDEX_SUFFIX = ".txnindex";
export const SNAPSHOT_SUFFIX = ".snapshot";
/** Added to what is going to be removed. */
export const DELETED_SUFFIX = ".deleted";
/** Added to what a cleaning is writing. */
export const CLEANED_SUFFIX = ".cleaned";
/** Added to what a cleaning has written whole, and is going to put in the place of what it was made from. */
export const SWAP_SUFFIX = ".swap";
/** Of files that are of no use after a restart. */
export const CLEANUP_SUFFIXES = [DELETED_SUFFIX, CLEANED_SUFFIX, SWAP_SUFFIX, ".tmp"];
/** The files of a segment, the one that the others are about first. */
export const SEGMENT_SUFFIXES = [LOG_SUFFIX, OFFSET_INDEX_SUFFIX, TIME_INDEX_SUFFIX, TRANSACTION_INDEX_SUFFIX];

export const LEADER_EPOCH_CHECKPOINT = "leader-epoch-checkpoint";
export const RECOVERY_POINT_CHECKPOINT = "recovery-point-offset-checkpoint";
export const START_OFFSET_CHECKPOINT = "log-start-offset-checkpoint";
export const CLEANER_CHECKPOINT = "cleaner-offset-checkpoint";
export const CLEAN_SHUTDOWN_FILE = ".kafka_cleanshutdown";

const OFFSET_DIGITS = 20;
const NAME_LENGTH_MAX = 255;
const TOPIC_LENGTH_MAX = 249;
const DIRECTORY_DELETED_SUFFIX = "-delete";

export function fileName(offset: number, suffix: string): string {
  return String(offset).padStart(OFFSET_DIGITS, "0") + suffix;
}

/** The offset that a file with one of the suffixes above is named after; undefined for any other name. */
export function offsetOf(name: string, suffix: string): number | undefined {
  if (name.length !== OFFSET_DIGITS + suffix.length || !name.endsWith(suffix)) return undefined;
  const digits = name.slice(0, OFFSET_DIGITS);
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** The directory of a partition. Refuses names that Kafka refuses for topics: they come from clients and must stay within the data directory. */
export function partitionDirectory(topic: string, partition: number): string {
  if (!isTopicName(topic) || !Number.isInteger(partition) || partition < 0) {
    throw new MillraceError("USAGE", `“${topic}”, partition ${partition}, can't be the name of a log`);
  }
  return `${topic}-${partition}`;
}

/** What a directory holds, or undefined if it is not a partition's. */
export function partitionOf(directory: string): TopicPartition | undefined {
  const match = /^(.+)-(\d+)$/.exec(directory);
  const [, topic, partition] = match ?? [];
  if (topic === undefined || partition === undefined || !isTopicName(topic)) return undefined;
  return { topic, partition: Number(partition) };
}

/** The name under which a deleted partition's directory waits for its removal. `uuid` is one of Kafka's, in base64url. */
export function deletedDirectory(topic: string, partition: number, uuid: string): string {
  const suffix = `-${partition}.${Buffer.from(uuid, "base64url").toString("hex")}${DIRECTORY_DELETED_SUFFIX}`;
  return topic.slice(0, NAME_LENGTH_MAX - suffix.length) + suffix;
}

export function isDeletedDirectory(directory: string): boolean {
  return /-\d+\.[0-9a-f]{32}-delete$/.test(directory);
}

/** Whether something in a data directory is of its logs: a partition, what is left of one, or what is noted of all of them. */
export function isLogEntry(name: string): boolean {
  const notes = [RECOVERY_POINT_CHECKPOINT, START_OFFSET_CHECKPOINT, CLEANER_CHECKPOINT, CLEAN_SHUTDOWN_FILE];
  return notes.includes(name) || isDeletedDirectory(name) || partitionOf(name) !== undefined;
}

function isTopicName(topic: string): boolean {
  return /^[a-zA-Z0-9._-]+$/.test(topic) && topic.length <= TOPIC_LENGTH_MAX && topic !== "." && topic !== "..";
}
