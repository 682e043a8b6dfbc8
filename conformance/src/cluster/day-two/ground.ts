import { kafkaArchive } from "../../../../images/src/kafka-image.ts";
import { bundledOperator, operatorArchive } from "../../../../images/src/operator-image.ts";
import type { Cluster } from "../cluster.ts";
import type { ClusterNode } from "../node.ts";
import type { NodeCluster } from "../node-cluster.ts";
import { imagesOf, install, killOperator, operatorLogs, operatorManifest } from "../test/installation.ts";
import type { KafkaProcesses } from "../test/kafka-processes.ts";
import { kafkaVersions } from "./versions.ts";

/** What a day is lived on: a Kubernetes with an operator that can die. */
export interface Ground {
  readonly cluster: Cluster;
  /** The storage class whose volumes can be had from any machine. */
  readonly storageClass: string;
  /** The command line that runs a program of this machine with the names of the cluster. */
  withNames(command: readonly string[]): readonly [command: string, args: readonly string[]];
  /** Without a word; another one takes its place. */
  killOperator(): Promise<void>;
  /** Switches one off with all that runs on it, and on again; undefined where pods are processes of one machine. */
  readonly machines?: { stop(name: string): Promise<void>; start(name: string): Promise<void> };
  /** What there is to see of the operator. */
  operatorLogs(): Promise<string>;
}

/** Three machines in three zones, and the operator as its manifest installs it. */
export async function nodesGround(cluster: NodeCluster): Promise<Ground> {
  for (const version of kafkaVersions) await cluster.load(await kafkaArchive(version, (await imagesOf(operatorManifest, version)).kafka));
  const { operator } = await imagesOf(operatorManifest, kafkaVersions[0]);
  await cluster.load(await operatorArchive(await bundledOperator(), operator));
  await install(cluster);
  const named = (name: string): ClusterNode => {
    const node = cluster.nodes.find((each) => each.name === name);
    if (node === undefined) throw new TypeError(`there is no machine ${name}`);
    return node;
  };
  return {
    machines: { stop: (name) => named(name).stop(), start: (name) => cluster.start(named(name)) },
    ...{ cluster, storageClass: "network", withNames: cluster.withNames },
    killOperator: () => killOperator(cluster),
    operatorLogs: () => operatorLogs(cluster),
  };
}

/** Kafkas as processes of this machine, and the operator in the test's own. */
export const processesGround = ({ cluster, kubelet, restartOperator }: KafkaProcesses): Ground => ({
  ...{ cluster, storageClass: "local", withNames: (command) => kubelet.withNames(command) },
  killOperator: restartOperator,
  operatorLogs: async () => "",
});
