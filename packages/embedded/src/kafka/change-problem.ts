import type { Reason } from "@millrace/plans";
import type { Platform, Resource } from "@millrace/resources";
import { checkPlatform } from "../check.ts";

/** Why a platform can't become what is declared now. The Kafka is checked as `millrace up` would check it in a file. */
export function changeProblem({ kafka, nodePools, secrets }: Platform): Reason | undefined {
  const { problems } = checkPlatform([{ file: "", text: [kafka, ...nodePools, ...secrets].map(documentOf).join("\n---\n") }]);
  if (problems.length === 0) return undefined;
  return {
    reason: "InvalidResourceException",
    message: problems.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("; "),
  };
}

/** As a file would say it: without what an API server adds. */
function documentOf({ apiVersion, kind, metadata: { name, namespace, labels, annotations }, ...rest }: Resource): string {
  const { status: _, ...declared } = rest as { readonly status?: unknown };
  return JSON.stringify({ apiVersion, kind, metadata: { name, namespace, labels, annotations }, ...declared });
}
