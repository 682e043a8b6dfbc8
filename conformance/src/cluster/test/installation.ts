import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cluster } from "../cluster.ts";
import { kubectl } from "./on-cluster.ts";

const root = join(import.meta.dirname, "../../../..");
export const operatorManifest = join(root, "install/millrace.yaml");
export const drainCleanerManifest = join(root, "install/drain-cleaner.yaml");
export const platformFile = join(root, "examples/cluster/platform.yaml");
const operatorNamespace = "millrace";
const operatorPods = "--selector app.kubernetes.io/name=millrace-cluster-operator";

/** Images by the names that the manifest has them under, as a cluster has them that can pull nothing. */
export async function imagesOf(manifest: string, kafkaVersion: string): Promise<{ readonly operator: string; readonly kafka: string }> {
  const text = await readFile(manifest, "utf8");
  const [, operator] = /^\s*image: (\S+)$/m.exec(text) ?? [];
  const [, kafka] = new RegExp(`${kafkaVersion.replaceAll(".", "\\.")}=(\\S+)`).exec(text) ?? [];
  if (operator === undefined || kafka === undefined)
    throw new Error(`${manifest} names no image of the operator or of Kafka ${kafkaVersion}`);
  return { operator, kafka };
}

export async function install(cluster: Cluster): Promise<void> {
  await kubectl(cluster, `apply --filename=${operatorManifest}`);
  await kubectl(cluster, `--namespace=${operatorNamespace} rollout status deployment --timeout=120s`);
}

/** Until it answers the API server: before that evictions go by the PodDisruptionBudget. */
export async function installDrainCleaner(cluster: Cluster): Promise<void> {
  await kubectl(cluster, `apply --filename=${drainCleanerManifest}`);
  await kubectl(cluster, `--namespace=${operatorNamespace} rollout status deployment/millrace-drain-cleaner --timeout=60s`);
}

/** The operator's pod dies without a word; Kubernetes makes another one. */
export async function killOperator(cluster: Cluster): Promise<void> {
  await kubectl(cluster, `--namespace=${operatorNamespace} delete pod ${operatorPods} --force --grace-period=0`);
}

export const operatorLogs = (cluster: Cluster): Promise<string> =>
  kubectl(cluster, `--namespace=${operatorNamespace} logs ${operatorPods} --tail=200`);

/** What its pod tells to Prometheus. */
export async function operatorMetrics(cluster: Cluster): Promise<string> {
  const pod = await kubectl(
    cluster,
    `--namespace=${operatorNamespace} get pod ${operatorPods} --output jsonpath={.items[0].metadata.name}`,
  );
  return kubectl(cluster, `get --raw /api/v1/namespaces/${operatorNamespace}/pods/${pod}:8080/proxy/metrics`);
}

/** Names of all that is there, in all namespaces and in none, but for what Kubernetes itself makes anew all the time. */
export async function everything(cluster: Cluster): Promise<readonly string[]> {
  const kinds = (await kubectl(cluster, "api-resources --verbs=list --output=name")).trim().split("\n");
  const passing = /^(?:events|leases\.coordination|endpoints|endpointslices|componentstatuses|.*\.metrics\.k8s\.io)/;
  const columns = "--no-headers --output=custom-columns=NAMESPACE:.metadata.namespace,NAME:.metadata.name";
  const listed = await Promise.all(
    kinds
      .filter((kind) => !passing.test(kind))
      .map(async (kind) =>
        (await kubectl(cluster, `get ${kind} --all-namespaces --ignore-not-found ${columns}`)).replace(/^(?=.)/gm, `${kind} `),
      ),
  );
  // A Deployment's pods have other names each time.
  const names = (text: string): readonly string[] => text.split("\n").map((line) => line.replace(/^(pods .*)-[a-z0-9]{5}$/, "$1"));
  return listed
    .flatMap(names)
    .filter((line) => line !== "")
    .sort();
}
