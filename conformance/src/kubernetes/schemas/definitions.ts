import type { Crd, SchemaNode } from "../../resources/schema-node.ts";
import { childrenOf, schemaOf } from "../../resources/schema-node.ts";
import type { Case } from "../../suite.ts";
import { differences, type Verdict } from "../../verdicts.ts";
import type { ApiServer } from "../api-server.ts";
import { requestOf } from "../request.ts";

/**
 * That a server takes CRDs as they are, rules and their costs included. Their rules are part of the verdict, so that nobody changes one without asking
 * Kubernetes again.
 */
export const definitionCase = (crds: readonly Crd[]): Case<ApiServer> => ({
  name: "CustomResourceDefinitions",
  run: async (server) => Object.fromEntries(await Promise.all(crds.map(async (crd) => [crd.metadata.name, await seenOf(server, crd)]))),
});

interface StoredCrd extends Crd {
  readonly status: { readonly conditions: readonly { readonly type: string; readonly status: string; readonly message: string }[] };
}

async function seenOf(server: ApiServer, crd: Crd): Promise<Verdict> {
  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${crd.metadata.name}`;
  const { body } = await requestOf(server, { method: "GET", path });
  const stored = JSON.parse(body) as StoredCrd;
  const conditions = stored.status.conditions.map(({ type, status, message }) => [type, `${status}: ${message}`]);
  return {
    conditions: Object.fromEntries(conditions.sort()),
    otherwiseThanSent: differences(crd.spec as unknown as Verdict, stored.spec as unknown as Verdict).map(({ path: at }) => at),
    rules: rulesIn(schemaOf(crd), ""),
  };
}

function rulesIn(node: SchemaNode, path: string): readonly string[] {
  const own = (node["x-kubernetes-validations"] ?? []).map(({ rule }) => `${path}: ${rule}`);
  return [...own, ...childrenOf(node).flatMap(([step, child]) => rulesIn(child, `${path}/${step}`))];
}
