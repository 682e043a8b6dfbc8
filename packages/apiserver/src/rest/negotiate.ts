import { notAcceptable, notRouted } from "../status/refusals.ts";

/** In what form an answer is wanted. */
export interface OutputForm {
  readonly type: "json" | "yaml";
  /** Not the object itself but what `meta.k8s.io/v1` makes of it. */
  readonly as: "Table" | "PartialObjectMetadata" | "PartialObjectMetadataList" | undefined;
  /** Of what `as` makes of it. */
  readonly metaVersion: "v1" | "v1beta1";
  readonly pretty: boolean;
}

const types: Readonly<Record<string, OutputForm["type"]>> = {
  "application/json": "json",
  "application/yaml": "yaml",
  "*/*": "json",
  "application/*": "json",
};
const metaVersions = ["v1", "v1beta1"] as const;
const transforms = ["Table", "PartialObjectMetadata", "PartialObjectMetadataList"] as const;
const served = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];
const streamed = ["application/json;stream=watch", "application/vnd.kubernetes.protobuf;stream=watch"];

interface Clause {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly weight: number;
}

/** The first form of `accept` that can be had, the weightiest first. 406 if there is none. */
export function outputForm(accept: string | undefined, query: URLSearchParams, userAgent = ""): OutputForm {
  const pretty = isPretty(query.get("pretty"), userAgent);
  const clauses = (accept ?? "").trim() === "" ? [] : clausesOf(accept ?? "");
  const plain = { as: undefined, metaVersion: "v1", pretty } as const;
  if (clauses.length === 0) return { type: "json", ...plain };
  for (const { type, parameters } of clauses) {
    const served = types[type];
    if (served === undefined) continue;
    const wanted = parameters.get("as");
    if (wanted === undefined) return { type: served, ...plain };
    const as = transforms.find((transform) => transform === wanted);
    const metaVersion = metaVersions.find((version) => version === parameters.get("v"));
    if (as === undefined || parameters.get("g") !== "meta.k8s.io" || metaVersion === undefined) continue;
    return { type: served, as, metaVersion, pretty };
  }
  throw notAcceptable(served);
}

/** Paths of built-in kinds lead nowhere for who accepts none of their types by its name. */
export function refuseUnroutable(accept: string | undefined, streams: boolean): void {
  if ((accept ?? "").trim() === "") return;
  const produced = streams ? [...served, ...streamed] : served;
  const isProduced = ({ type }: Clause): boolean => type === "*/*" || produced.includes(type);
  if (!clausesOf(accept ?? "").some(isProduced)) throw notRouted(produced);
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
