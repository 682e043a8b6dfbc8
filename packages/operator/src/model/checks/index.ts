import type { Reason } from "@millrace/plans";
import { declarationProblems, declarationProblemText } from "@millrace/resources";
import { configProblems } from "./config.ts";
import { listenerProblems } from "./listeners.ts";
import { nameProblems } from "./names.ts";
import { poolProblems } from "./node-pools.ts";
import { referenceProblems } from "./references.ts";
import type { Judge, Subject } from "./subject.ts";
import { templateProblems } from "./templates.ts";
import { versionProblems } from "./versions.ts";

/** Reasons as Strimzi gives them. */
const judges: readonly { readonly reason: string; readonly judge: Judge }[] = [
  { reason: "InvalidResourceException", judge: ({ kafka, pools }) => declarationProblems(kafka, pools).map(declarationProblemText) },
  { reason: "UnsupportedKafkaVersionException", judge: versionProblems },
  { reason: "InvalidResourceException", judge: nameProblems },
  { reason: "InvalidResourceException", judge: poolProblems },
  { reason: "InvalidResourceException", judge: listenerProblems },
  { reason: "InvalidConfigurationException", judge: referenceProblems },
  { reason: "InvalidResourceException", judge: templateProblems },
  { reason: "InvalidConfigurationException", judge: configProblems },
];

/** All that stands against a Kafka with its node pools; nothing of it is brought about then. */
export const clusterProblems = (subject: Subject): readonly Reason[] =>
  judges.flatMap(({ reason, judge }) => judge(subject).map((message) => ({ reason, message })));
