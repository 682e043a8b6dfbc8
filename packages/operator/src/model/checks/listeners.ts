import type { KafkaNodePool, Listener } from "@millrace/resources";
import type { ClusterNode } from "../cluster.ts";
import { brokerOptions } from "../listeners/options.ts";
import { podSetName } from "../names.ts";
import { assignNodeIds, type NodeIds } from "../node-ids.ts";
import type { Judge } from "./subject.ts";

/** What a listener lacks for some broker. What is wrong with listeners by themselves, `resources` says. */
export const listenerProblems: Judge = ({ kafka, pools, facts }) => {
  const ids = assignNodeIds(pools, facts);
  const brokers = pools
    .filter(({ spec }) => spec.roles.includes("broker"))
    .flatMap((pool) => nodesOf(kafka.metadata.name, pool, ids.get(pool.metadata.name)));
  return kafka.spec.kafka.listeners.flatMap((listener) => [...hostProblems(listener, brokers), ...portProblems(listener, brokers)]);
};

const nodesOf = (cluster: string, { metadata: { name } }: KafkaNodePool, ids: NodeIds | undefined): readonly ClusterNode[] =>
  (ids?.desired ?? []).map((id) => ({
    id,
    pool: name,
    podName: `${podSetName(cluster, name)}-${id}`,
    isBroker: true,
    isController: false,
    votes: false,
  }));

function hostProblems(listener: Listener, brokers: readonly ClusterNode[]): readonly string[] {
  if (listener.type !== "ingress" && listener.type !== "tlsroute") return [];
  return brokers
    .filter((node) => brokerOptions(listener, node).host === undefined)
    .map(
      ({ id }) =>
        `the listener ${listener.name} of type ${listener.type} needs a host for broker ${id}: in configuration.brokers, or by hostTemplate`,
    );
}

const isPort = (port: number | undefined): boolean => port !== undefined && port >= 1 && port <= 65_535;

function portProblems(listener: Listener, brokers: readonly ClusterNode[]): readonly string[] {
  const template = listener.configuration?.advertisedPortTemplate;
  if (template === undefined) return [];
  return brokers.flatMap((node) => {
    const { advertisedPort } = brokerOptions(listener, node);
    if (isPort(advertisedPort)) return [];
    const what = `expected a port from 1 to 65535, of whole numbers, {nodeId}, +, -, * and parentheses`;
    return [
      `configuration.advertisedPortTemplate of the listener ${listener.name}: ${what}; ${JSON.stringify(template)} gives ${advertisedPort ?? "none"} for broker ${node.id}`,
    ];
  });
}
