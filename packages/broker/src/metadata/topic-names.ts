/** Topics that the broker keeps for itself. */
export const consumerOffsetsTopic = "__consumer_offsets";
export const transactionStateTopic = "__transaction_state";
/** The metadata log's name, as Apache Kafka has it. It is no topic. */
export const metadataTopic = "__cluster_metadata";
export const shareGroupStateTopic = "__share_group_state";

const internalTopics: ReadonlySet<string> = new Set([consumerOffsetsTopic, transactionStateTopic, shareGroupStateTopic]);

export function isInternalTopic(name: string): boolean {
  return internalTopics.has(name);
}

const nameLengthMax = 249;

/** What is wrong with a topic's name, in the words in which a Kafka broker answers; undefined if nothing is. */
export function topicNameProblem(name: string): string | undefined {
  if (name === "") return "the empty string is not allowed";
  if (name === ".") return "'.' is not allowed";
  if (name === "..") return "'..' is not allowed";
  if (name.length > nameLengthMax) return `the length of '${name}' is longer than the max allowed length ${nameLengthMax}`;
  if (!/^[a-zA-Z0-9._-]+$/.test(name)) return `'${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
  return undefined;
}

/** Metric names turn "." into "_": two names that differ only there would collide, so Kafka refuses the second. */
export function collides(a: string, b: string): boolean {
  return a !== b && a.replaceAll(".", "_") === b.replaceAll(".", "_");
}
