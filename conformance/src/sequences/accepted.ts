import { errors, ZERO_UUID } from "@millrace/protocol";
import type { Difference, Verdict } from "../verdicts.ts";
import type { Step, Value } from "./sequence.ts";

/** A difference between the brokers' answers that is as it shall be. */
export interface AcceptedDifference {
  readonly name: string;
  readonly reason: string;
  readonly api: RegExp;
  /** Of the path in the answer, positions left out: `/topics/partitions/errorCode`. */
  readonly path: RegExp;
  /** What stands there in Apache Kafka's answer, as JSON. */
  readonly kafka: RegExp;
  /** What stands there in ours. */
  readonly millrace: RegExp;
  readonly when?: (step: Step) => boolean;
  /** Only where Apache Kafka's answer has UNKNOWN_SERVER_ERROR somewhere: its code failed in a way that nobody meant. */
  readonly failsInside?: true;
}

const anything = /./;

/** Whether something in a request or an answer holds. */
function some(value: Value | Verdict, holds: (name: string, value: Value | Verdict) => boolean, name = ""): boolean {
  if (holds(name, value)) return true;
  if (value === null || typeof value !== "object") return false;
  return Object.entries(value).some(([key, each]) => some(each as Value | Verdict, holds, Array.isArray(value) ? name : key));
}

export const acceptedDifferences: readonly AcceptedDifference[] = [
  {
    name: "the list of APIs and features",
    reason: "the suite api-versions compares it, API by API, with what is left to later work",
    api: /^apiVersions$/,
    path: /^\/(apiKeys|supportedFeatures|finalizedFeatures)/,
    kafka: anything,
    millrace: anything,
  },
  {
    name: "auto-created topics are there at once",
    reason: "Apache Kafka says UNKNOWN_TOPIC_OR_PARTITION while its controller works; here the topic exists before the answer leaves",
    api: /^metadata$/,
    path: /^\/topics\/(errorCode|topicId|isInternal|partitions|topicAuthorizedOperations)$/,
    kafka: /^(3|5|100|"A{22}"|false|nothing)$/,
    millrace: anything,
    when: ({ body }) => body.allowAutoTopicCreation !== false,
  },
  {
    name: "isolation levels that don't exist",
    reason: "Apache Kafka fails inside (UNKNOWN_SERVER_ERROR); here they count as read_uncommitted",
    api: /^(fetch|listOffsets)$/,
    path: anything,
    kafka: anything,
    millrace: anything,
    failsInside: true,
    when: ({ body }) => body.isolationLevel !== 0 && body.isolationLevel !== 1,
  },
  {
    name: "fetches by the id that means none",
    reason: "Apache Kafka fails inside (UNKNOWN_SERVER_ERROR); here that topic is unknown and the others are answered",
    api: /^fetch$/,
    path: anything,
    kafka: anything,
    millrace: anything,
    failsInside: true,
    when: ({ body }) => some(body, (name, value) => name === "topicId" && value === ZERO_UUID),
  },
  {
    name: "metadata of topics with neither name nor id",
    reason: "Apache Kafka fails inside (UNKNOWN_SERVER_ERROR); here the topic is refused with INVALID_TOPIC_EXCEPTION",
    api: /^metadata$/,
    path: anything,
    kafka: anything,
    millrace: anything,
    failsInside: true,
    when: ({ version, body }) => version >= 12 && some(body, (name, value) => name === "name" && value === null),
  },
  {
    name: "operations on configs that don't exist",
    reason:
      "Apache Kafka fails inside for the whole request (UNKNOWN_SERVER_ERROR) where another check fails first; here each resource has its answer",
    api: /^incrementalAlterConfigs$/,
    path: /^\/responses/,
    kafka: anything,
    millrace: anything,
    failsInside: true,
    when: ({ body }) => some(body, (name, value) => name === "configOperation" && (Number(value) < 0 || Number(value) > 3)),
  },
  {
    name: "topics without a name are described",
    reason: "Apache Kafka fails inside (UNKNOWN_SERVER_ERROR for all topics); here that one is refused with INVALID_TOPIC_EXCEPTION",
    api: /^describeTopicPartitions$/,
    path: anything,
    kafka: anything,
    millrace: anything,
    failsInside: true,
    when: ({ body }) => some(body, (name, value) => name === "name" && value === ""),
  },
  {
    name: "requests that are never answered",
    reason: "Apache Kafka fails inside and leaves the client waiting; here it gets an answer",
    api: anything,
    path: /^\/$/,
    kafka: /^"silent"$/,
    millrace: anything,
  },
  {
    name: "bounds of timestamps in texts",
    reason: "int64 beyond 2^53 are rounded (ADR 1)",
    api: /^produce$/,
    path: /batchIndexErrorMessage$/,
    kafka: /is out of range/,
    millrace: /is out of range/,
  },
];

/** The accepted difference that explains what stands at a place of two answers to `step`; `answer` is Apache Kafka's whole one. */
export function acceptedOf(step: Step, answer: Verdict | undefined, difference: Difference): AcceptedDifference | undefined {
  const place = difference.path.replaceAll(/\/\d+(?=\/|$)/g, "");
  const [left, right] = [difference.expected, difference.actual].map((each) => JSON.stringify(each) ?? "nothing") as [string, string];
  return acceptedDifferences.find(
    ({ api, path, kafka, millrace, when = () => true, failsInside = false }) =>
      api.test(step.api) &&
      path.test(place) &&
      kafka.test(left) &&
      millrace.test(right) &&
      when(step) &&
      (!failsInside || some(answer ?? null, isFailure)),
  );
}

function isFailure(name: string, value: Value | Verdict): boolean {
  return /errorCode$/i.test(name) && value === errors.UNKNOWN_SERVER_ERROR.code;
}
