import type { Question } from "./question.ts";
import { questionsOfGroups } from "./questions-of-groups.ts";
import { questionsOfShareGroups } from "./questions-of-share-groups.ts";
import { questionsOfStreamsGroups } from "./questions-of-streams-groups.ts";
import { questionsOfTheCluster } from "./questions-of-the-cluster.ts";
import { questionsOfTopics } from "./questions-of-topics.ts";
import { questionsOfTransactions } from "./questions-of-transactions.ts";

export const questions: readonly Question[] = [
  ...questionsOfTopics,
  ...questionsOfGroups,
  ...questionsOfTransactions,
  ...questionsOfTheCluster,
  ...questionsOfShareGroups,
  ...questionsOfStreamsGroups,
];

/** One of each sort of check. */
const representative: ReadonlySet<string> = new Set([
  "Produce",
  "Produce in a transaction",
  "Fetch",
  "ListOffsets",
  "Metadata",
  "Metadata of all topics",
  "DescribeTopicPartitions",
  "CreateTopics",
  "CreatePartitions",
  "DeleteRecords",
  "OffsetCommit",
  "OffsetFetch",
  "OffsetFetch of all topics",
  "FindCoordinator of groups",
  "JoinGroup",
  "DescribeGroups",
  "ListGroups",
  "ConsumerGroupHeartbeat",
  "InitProducerId",
  "InitProducerId of those who may write somewhere",
  "AddPartitionsToTxn",
  "TxnOffsetCommit",
  "DescribeTransactions",
  "ListTransactions",
  "DescribeAcls",
  "DescribeConfigs",
  "IncrementalAlterConfigs",
  "DescribeCluster",
  "DescribeUserScramCredentials",
  "AlterClientQuotas",
]);

/** What users are asked who log in. */
export const questionsOfUsers: readonly Question[] = questions.filter(({ name }) => representative.has(name));
