import type { Question } from "./question.ts";
import { questionsOfGroups } from "./questions-of-groups.ts";
import { questionsOfTheCluster } from "./questions-of-the-cluster.ts";
import { questionsOfTopics } from "./questions-of-topics.ts";
import { questionsOfTransactions } from "./questions-of-transactions.ts";

export const questions: readonly Question[] = [
  ...questionsOfTopics,
  ...questionsOfGroups,
  ...questionsOfTransactions,
  ...questionsOfTheCluster,
];
