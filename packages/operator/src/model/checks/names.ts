import type { Kafka, KafkaNodePool } from "@millrace/resources";
import { bootstrapServiceOf, brokerServiceOf } from "../listeners/names.ts";
import { isInternal } from "../listeners/options.ts";
import { podSetName } from "../names.ts";
import { assignNodeIds } from "../node-ids.ts";
import type { Judge, Subject } from "./subject.ts";

/** RFC 1035 label: what Services may be called, and RFC 1123's for pods, whose names are those of hosts. */
const labelLengthMax = 63;

/** Services and hosts are called like the Kafka and its pools, and a dot would put them into another domain. */
export const nameProblems: Judge = (subject) => [
  ...undottedProblems(subject.kafka),
  ...subject.pools.flatMap(undottedProblems),
  ...letterProblems(subject.kafka),
  ...lengthProblems(subject),
];

const undottedProblems = ({ kind, metadata: { name } }: Kafka | KafkaNodePool): readonly string[] =>
  name.includes(".") ? [`metadata.name of the ${kind} ${name}: expected no dot, as Services and pods are named by it`] : [];

const letterProblems = ({ metadata: { name } }: Kafka): readonly string[] =>
  /^[a-z]/.test(name) ? [] : [`metadata.name of the Kafka ${name}: expected a letter at the beginning, as Services are named by it`];

function lengthProblems({ kafka, pools, facts }: Subject): readonly string[] {
  const cluster = kafka.metadata.name;
  const ids = assignNodeIds(pools, facts);
  const outside = kafka.spec.kafka.listeners.filter((listener) => !isInternal(listener));
  const ofPods = pools.flatMap(({ metadata: { name } }) => {
    const podSet = podSetName(cluster, name);
    return (ids.get(name)?.desired ?? []).flatMap((id) => [
      `${podSet}-${id}`,
      ...outside.map((listener) => brokerServiceOf(podSet, id, listener)),
    ]);
  });
  const all = [`${cluster}-kafka-bootstrap`, ...outside.map((listener) => bootstrapServiceOf(cluster, listener)), ...ofPods];
  const [longest = ""] = all.toSorted((one, other) => other.length - one.length);
  if (longest.length <= labelLengthMax) return [];
  const why = `${longest} would have ${longest.length} characters, and Kubernetes takes at most ${labelLengthMax}`;
  return [`metadata.name of the Kafka ${cluster}, or of a node pool or listener, is too long: ${why}`];
}
