import { notAcceptable } from "../status/refusals.ts";

/** In what form an answer is wanted. */
export interface OutputForm {
  readonly type: "json" | "yaml";
  /** Not the object itself but what `meta.k8s.io/v1` makes of it. */
  readonly as: "Table" | "PartialObjectMetadata" | "PartialObjectMetadataList" | undefined;
  readonly pretty: boolean;
}

const types: Readonly<Record<string, OutputForm["type"]>> = {
  "application/json": "json",
  "application/yaml": "yaml",
  "*/*": "json",
  "application/*": "json",
};
const transforms = ["Table", "PartialObjectMetadata", "PartialObjectMetadataList"] as const;
const served = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];

interface Clause {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly weight: number;
}

/** The first form of `accept` that can be had, the weightiest first. 406 if there is none. */
export function outputForm(accept: string | undefined, query: URLSearchParams, userAgent = ""): OutputForm {
  const pretty = isPretty(query.get("pretty"), userAgent);
  const clauses = (accept ?? "").trim() === "" ? [] : clausesOf(accept ?? "");
  if (clauses.length === 0) return { type: "json", as: undefined, pretty };
  for (const { type, parameters } of clauses) {
    const served = types[type];
    if (served === undefined) continue;
    const wanted = parameters.get("as");
    if (wanted === undefined) return { type: served, as: undefined, pretty };
    const as = transforms.find((transform) => transform === wanted);
    if (as === undefined || parameters.get("g") !== "meta.k8s.io" || parameters.get("v") !== "v1") continue;
    return { type: served, as, pretty };
  }
  throw notAcceptable(served);
}

function clausesOf(accept: string): Clause[] {
  const clauses = accept.split(",").map((clause): Clause => {
    const [type = "", ...rest] = clause.split(";").map((part) => part.trim());
    const parameters = new Map(rest.map((part) => [part.split("=")[0] ?? "", part.slice(part.indexOf("=") + 1)] as const));
    return { type: type.toLowerCase(), parameters, weight: Number(parameters.get("q") ?? 1) };
  });
  return clauses.sort((a, b) => b.weight - a.weight);
}

/** People who look with a browser or by hand get it indented. */
function isPretty(asked: string | null, userAgent: string): boolean {
  if (asked !== null) return asked !== "false" && asked !== "0";
  return ["curl", "Wget", "Mozilla/5.0"].some((start) => userAgent.startsWith(start));
}
