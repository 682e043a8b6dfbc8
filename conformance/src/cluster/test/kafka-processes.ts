import { join } from "node:path";
import type { TestContext } from "node:test";
import { podSetDefinition } from "@millrace/operator";
import { ourCrds } from "../../kubernetes/crds.ts";
import { kafkaClasspath, requireJava } from "../../toolchain/java.ts";
import { type Cluster, startApiCluster } from "../cluster.ts";
import { ProcessKubelet } from "../process-kubelet.ts";
import { type LocalOperator, startOperator } from "./local-operator.ts";
import { kubectl, onCluster } from "./on-cluster.ts";

/** A Kubernetes whose pods of Kafka are processes, and the operator, in this process. */
export interface KafkaProcesses {
  readonly cluster: Cluster;
  readonly kubelet: ProcessKubelet;
  readonly operator: LocalOperator;
  /** Has another one take its place, which knows nothing but what is in the cluster. */
  restartOperator(): Promise<void>;
}

/** Tries something on real Kafkas that the operator looks after. */
export function onKafkaProcesses(test: TestContext, use: (processes: KafkaProcesses) => Promise<void>): Promise<void> {
  let kubelet: ProcessKubelet | undefined;
  const start = async (folder: string): Promise<Cluster> => {
    await requireJava();
    await kafkaClasspath();
    const crds = [...(await ourCrds()), podSetDefinition];
    return startApiCluster({ folder, crds, kubelet: (client) => (kubelet = new ProcessKubelet(client, join(folder, "kafka"))) });
  };
  return onCluster(test, start, async (cluster) => {
    let operator = await startOperator(cluster);
    const restartOperator = async (): Promise<void> => {
      await operator.close();
      operator = await startOperator(cluster);
    };
    try {
      if (kubelet === undefined) throw new TypeError("the cluster has no kubelet");
      await use({
        ...{ cluster, kubelet, restartOperator },
        get operator() {
          return operator;
        },
      });
    } catch (thrown) {
      throw new Error(await stateText(cluster), { cause: thrown });
    } finally {
      await operator.close();
    }
  });
}

/** What a person would look at first. */
async function stateText(cluster: Cluster): Promise<string> {
  const kafkas = await kubectl(cluster, "get kafkas,kafkanodepools --output yaml");
  const others = await kubectl(cluster, "get pods,pvc,strimzipodsets --output wide");
  return `${kafkas}\n${others}\n${await kubectl(cluster, "get events --sort-by=.lastTimestamp")}`;
}
