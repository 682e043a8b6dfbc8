import { readFile } from "node:fs/promises";
import { type Closeable, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import { KubeClient, type MetricFamily, type Transport } from "@millrace/kube";
import { ApiBrowser } from "@millrace/kube/browse";
import { httpsTransport, readKubeconfig } from "@millrace/kube/https";
import { foundKinds, modelSettings, Operation, readSettings } from "@millrace/operator";
import type { Cluster } from "../cluster.ts";

/** The operator in this process, without an account of its own: it may do anything. */
export interface LocalOperator extends Closeable {
  /** Requests so far that were to change something. */
  readonly writes: () => readonly string[];
  readonly metrics: () => readonly MetricFamily[];
}

/** The operator, as its process runs it. `environment`: settings besides those that it can't do without. */
export async function startOperator({ kubeconfig }: Cluster, environment: Readonly<Record<string, string>> = {}): Promise<LocalOperator> {
  const access = readKubeconfig([{ file: kubeconfig, text: await readFile(kubeconfig, "utf8"), directory: "/" }]);
  const https = httpsTransport(access, systemClock);
  const writes: string[] = [];
  const transport: Transport = (request) => {
    if (request.method !== "GET") writes.push(`${request.method} ${request.path} ${request.body}`);
    return https.transport(request);
  };
  const found = foundKinds(await new ApiBrowser({ transport, clock: systemClock }).kinds());
  const settings = readSettings({
    STRIMZI_KAFKA_IMAGES: "4.2.2=nowhere.test/kafka:4.2.2\n4.3.1=nowhere.test/kafka:4.3.1",
    STRIMZI_DEFAULT_KAFKA_INIT_IMAGE: "nowhere.test/operator:1",
    STRIMZI_OPERATOR_NAMESPACE: "default",
    ...environment,
  });
  const operation = await Operation.start({
    ...{ client: new KubeClient({ transport, clock: systemClock }), settings: modelSettings(settings, found.isOpenShift), found },
    ...{ resyncMs: 2_000, clock: systemClock, random: systemRandom, logger: silentLogger },
  });
  const close = async (): Promise<void> => {
    await operation.close();
    await https.close();
  };
  return { writes: () => [...writes], metrics: () => operation.metrics(), close };
}
