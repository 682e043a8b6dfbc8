import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Closeable, type Opened, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import { KubeClient, type Transport } from "@millrace/kube";
import { ApiBrowser } from "@millrace/kube/browse";
import { httpsTransport, readKubeconfig } from "@millrace/kube/https";
import { foundKinds, modelSettings, Operation, readSettings } from "@millrace/operator";
import { parseAllDocuments } from "yaml";
import { kubeconfigOf } from "../../kubernetes/api-server.ts";
import { rightOf } from "../asked-rights.ts";
import type { Cluster } from "../cluster.ts";
import { kubectl } from "./on-cluster.ts";

/** What users apply. */
export const manifest = join(import.meta.dirname, "../../../../install/millrace.yaml");
export const [namespace, account] = ["millrace", "millrace-cluster-operator"];
/** As an API server calls the operator. */
export const user = `system:serviceaccount:${namespace}:${account}`;

interface Manifested {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly roleRef?: { readonly name: string };
  readonly rules?: ReadonlyArray<{ readonly apiGroups: string[]; readonly resources: string[]; readonly verbs: string[] }>;
  readonly spec?: { readonly template: { readonly spec: { readonly containers: ReadonlyArray<{ readonly env: readonly Variable[] }> } } };
}
interface Variable {
  readonly name: string;
  readonly value?: string;
}

/** The operator, with the rights of its account alone. */
export interface Account extends Closeable {
  readonly client: KubeClient;
  readonly transport: Transport;
  /** Requests that were refused to it. */
  readonly refused: readonly string[];
}

async function logIn(cluster: Cluster): Promise<Account> {
  const token = (await kubectl(cluster, `create token ${account} --namespace ${namespace}`)).trim();
  const text = kubeconfigOf({ ...cluster, token });
  const { transport: https, close } = httpsTransport(readKubeconfig([{ file: "account", text, directory: "/" }]), systemClock);
  const refused: string[] = [];
  const transport: Transport = async (request) => {
    const response = await https(request);
    if (response.status === 403) refused.push(`${request.method} ${request.path}`);
    return response;
  };
  return { client: new KubeClient({ transport, clock: systemClock }), transport, refused, close };
}

/** What the manifest grants to the operator, and what it says to it. */
export async function readManifest() {
  const documents = parseAllDocuments(await readFile(manifest, "utf8")).map((document) => document.toJS() as Manifested);
  const bound = new Set(documents.flatMap(({ kind, roleRef }) => (kind.endsWith("Binding") && roleRef ? [roleRef.name] : [])));
  const rules = documents.flatMap(({ kind, metadata, rules: own = [] }) => (kind.endsWith("Role") && bound.has(metadata.name) ? own : []));
  const granted = rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => rightOf(verb, group, resource)))),
  );
  const env = documents.find(({ kind }) => kind === "Deployment")?.spec?.template.spec.containers[0]?.env ?? [];
  // What is not said is what only the pod knows: where it is and what it is called.
  const settings = readSettings(Object.fromEntries(env.map(({ name, value }) => [name, value ?? namespace])));
  return { granted: new Set(granted), settings };
}

/** Of everything that runs in this process. */
export const common = { clock: systemClock, random: systemRandom, logger: silentLogger };

/** The operator, as its process runs it. */
export async function startOperation({ client, transport }: Account, opened: Opened): Promise<void> {
  const { settings } = await readManifest();
  const found = foundKinds(await new ApiBrowser({ transport, clock: systemClock }).kinds());
  opened.add(await Operation.start({ ...common, client, settings: modelSettings(settings, found.isOpenShift), found, resyncMs: 1_000 }));
}

/** Installs the operator as users do. Its pod is one that runs nothing; who logs in stands for it. */
export async function isInstalled(cluster: Cluster): Promise<Account> {
  await kubectl(cluster, `apply --filename=${manifest}`);
  await kubectl(cluster, "wait --for=condition=Established crd --all --timeout=30s");
  await kubectl(cluster, `rollout status deployment/${account} --namespace ${namespace} --timeout=30s`);
  return logIn(cluster);
}
