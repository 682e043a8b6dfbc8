import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Closeable, systemClock } from "@millrace/kit";
import { KubeClient, type Transport } from "@millrace/kube";
import { httpsTransport, readKubeconfig } from "@millrace/kube/https";
import { parseAllDocuments } from "yaml";
import { kubeconfigOf } from "../../kubernetes/api-server.ts";
import { rightOf } from "../asked-rights.ts";
import type { Cluster } from "../cluster.ts";
import { OperatorProgram } from "../operator-program.ts";
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

/** Who can do what the operator's account may do, and no more. */
export interface Account extends Closeable {
  readonly client: KubeClient;
  /** Requests that were refused to it. */
  readonly refused: readonly string[];
}

const documentsIn = (text: string): readonly Manifested[] => parseAllDocuments(text).map((document) => document.toJS() as Manifested);

async function accountConfig(cluster: Cluster, of: string): Promise<string> {
  const token = (await kubectl(cluster, `create token ${account} --namespace ${of}`)).trim();
  return kubeconfigOf({ ...cluster, token });
}

export async function logIn(cluster: Cluster): Promise<Account> {
  const text = await accountConfig(cluster, namespace);
  const { transport: https, close } = httpsTransport(readKubeconfig([{ file: "account", text, directory: "/" }]), systemClock);
  const refused: string[] = [];
  const transport: Transport = async (request) => {
    const response = await https(request);
    if (response.status === 403) refused.push(`${request.method} ${request.path}`);
    return response;
  };
  return { client: new KubeClient({ transport, clock: systemClock }), refused, close };
}

/** What the manifest grants to the operator. */
export async function grantedRights(): Promise<ReadonlySet<string>> {
  const documents = documentsIn(await readFile(manifest, "utf8"));
  const bound = new Set(documents.flatMap(({ kind, roleRef }) => (kind.endsWith("Binding") && roleRef ? [roleRef.name] : [])));
  const rules = documents.flatMap(({ kind, metadata, rules: own = [] }) => (kind.endsWith("Role") && bound.has(metadata.name) ? own : []));
  const rights = rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => rightOf(verb, group, resource)))),
  );
  return new Set(rights);
}

/** Installs the operator as users do. Its pod is one that runs nothing. */
export async function isInstalled(cluster: Cluster): Promise<void> {
  await kubectl(cluster, `apply --filename=${manifest}`);
  await kubectl(cluster, "wait --for=condition=Established crd --all --timeout=30s");
  await kubectl(cluster, `rollout status deployment/${account} --namespace ${namespace} --timeout=30s`);
}

/** Runs what an installed operator's pod would, on this machine: with its account's rights, and the settings that its Deployment says. */
export async function runInstalled(
  cluster: Cluster,
  installed: string,
  { namespace: of = namespace, settings = {} }: { readonly namespace?: string; readonly settings?: Readonly<Record<string, string>> } = {},
): Promise<OperatorProgram> {
  const kubeconfig = join(dirname(cluster.kubeconfig), `account-of-${of}`);
  await writeFile(kubeconfig, await accountConfig(cluster, of), { mode: 0o600 });
  const env = documentsIn(installed).find(({ kind }) => kind === "Deployment")?.spec?.template.spec.containers[0]?.env ?? [];
  // What is not said is what only the pod knows: where it is and what it is called.
  const said = Object.fromEntries(env.map(({ name, value }) => [name, value ?? of]));
  const start = await OperatorProgram.bundled();
  return start({ kubeconfig, settings: { ...said, ...settings } });
}
