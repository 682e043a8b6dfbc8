import type { DesiredObject } from "@millrace/operator";
import { madeKinds } from "@millrace/operator";
import type { ApiServer } from "../kubernetes/api-server.ts";
import { requestOf } from "../kubernetes/request.ts";

interface Plural {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly isNamespaced: boolean;
}

/** Kinds that the operator does not make by itself, but that pods need or are. */
const others: readonly Plural[] = [
  { apiVersion: "v1", kind: "Namespace", plural: "namespaces", isNamespaced: false },
  { apiVersion: "v1", kind: "Pod", plural: "pods", isNamespaced: true },
  { apiVersion: "kafka.strimzi.io/v1", kind: "Kafka", plural: "kafkas", isNamespaced: true },
  { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaNodePool", plural: "kafkanodepools", isNamespaced: true },
  { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", plural: "priorityclasses", isNamespaced: false },
];

/** Applies an object as the operator does, strictly: a field that nobody knows is an error. What the server has against it, if anything. */
export async function applied(
  server: ApiServer,
  object: DesiredObject,
  { isDryRun }: { readonly isDryRun: boolean },
): Promise<string | undefined> {
  const { apiVersion, kind, metadata } = object;
  const row = [...madeKinds, ...others].find((known) => known.apiVersion === apiVersion && known.kind === kind);
  if (row === undefined) return `${kind} of ${apiVersion} is no kind that is made`;
  const query = `fieldManager=millrace&fieldValidation=Strict&force=true${isDryRun ? "&dryRun=All" : ""}`;
  const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const place = row.isNamespaced ? `${group}/namespaces/${metadata.namespace}` : group;
  const { status, headers, body } = await requestOf(server, {
    method: "PATCH",
    path: `${place}/${row.plural}/${metadata.name}?${query}`,
    headers: { "content-type": "application/apply-patch+yaml" },
    body: JSON.stringify(object),
  });
  const warnings = (headers.warning ?? []).map((warning) => `warns: ${warning}`);
  const refusal = status < 300 ? [] : [`${status} ${(JSON.parse(body) as { message?: string }).message}`];
  const all = [...refusal, ...warnings];
  return all.length === 0 ? undefined : `${kind} ${metadata.name}: ${all.join("; ")}`;
}
