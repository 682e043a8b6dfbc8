import type { Verdict } from "../../verdicts.ts";
import type { Talk } from "../talk.ts";
import { type ApiCase, inTurn } from "./api-case.ts";

const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

/** Built-in kinds that the embedded API has; Kubernetes has many more. */
const builtIn: Readonly<Record<string, readonly string[]>> = {
  v1: ["namespaces", "namespaces/status", "namespaces/finalize", "configmaps", "secrets", "serviceaccounts", "events"],
  "coordination.k8s.io/v1": ["leases"],
  "events.k8s.io/v1": ["events"],
  "apiextensions.k8s.io/v1": ["customresourcedefinitions", "customresourcedefinitions/status"],
};

const groups = ["", "kafka.strimzi.io", "coordination.k8s.io", "events.k8s.io", "apiextensions.k8s.io"];

type Json = Readonly<Record<string, Verdict>>;

/** Sends a request whose answer says more than the embedded API has; what `keep` leaves of it is the verdict. */
async function part(talk: Talk, path: string, accept: string | undefined, keep: (body: Json) => Verdict): Promise<void> {
  const body = await talk.send("GET", path, { aside: true, ...(accept !== undefined && { accept }) });
  talk.note(`GET ${path}`, keep(body as Json));
}

const list = (value: Verdict | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

export const discoveryCases: readonly ApiCase[] = [
  inTurn("discovery: our kinds", [
    ["GET", "/apis/kafka.strimzi.io"],
    ["GET", "/apis/kafka.strimzi.io/"],
    ["GET", "/apis/kafka.strimzi.io/v1"],
    ["GET", "/apis/kafka.strimzi.io/v1/"],
    ["GET", "/apis/coordination.k8s.io"],
    ["GET", "/apis/coordination.k8s.io/v1"],
    ["GET", "/apis/events.k8s.io"],
    ["GET", "/apis/events.k8s.io/v1"],
  ]),
  {
    name: "discovery: built-in kinds",
    async run(talk) {
      for (const [groupVersion, names] of Object.entries(builtIn)) {
        const path = groupVersion === "v1" ? "/api/v1" : `/apis/${groupVersion}`;
        await part(talk, path, undefined, ({ resources, ...rest }) => ({
          ...rest,
          resources: list(resources)
            .filter(({ name }) => names.includes(String(name)))
            .map(({ storageVersionHash: _, ...each }) => each),
        }));
      }
    },
  },
  {
    name: "discovery: groups",
    async run(talk) {
      await part(talk, "/api", "application/json", ({ serverAddressByClientCIDRs: _, ...rest }) => rest);
      await part(talk, "/apis", "application/json", ({ groups: all, ...rest }) => ({
        ...rest,
        groups: list(all).filter(({ name }) => groups.includes(String(name))),
      }));
    },
  },
  {
    name: "discovery: all at once",
    async run(talk) {
      for (const path of ["/api", "/apis"]) {
        await part(talk, path, aggregated, ({ items, ...rest }) => ({
          ...rest,
          items: list(items)
            .filter(({ metadata }) => groups.includes(String((metadata as Json).name ?? "")))
            .map((group) => ({
              ...group,
              metadata: { name: (group.metadata as Json).name ?? null },
              versions: list(group.versions).flatMap(onlyOurs),
            })),
        }));
      }
    },
  },
  {
    name: "discovery: the version",
    async run(talk) {
      await talk.send("GET", "/version", { token: "", aside: true });
      await part(talk, "/version", undefined, ({ major, minor }) => ({ major: major ?? null, minor: minor ?? null }));
      for (const path of ["/healthz", "/livez", "/readyz"]) await talk.send("GET", path);
    },
  },
  {
    name: "discovery: CustomResourceDefinitions",
    async run(talk) {
      const crds = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
      const names = ["kafkas", "kafkanodepools", "kafkatopics", "kafkausers"].map((plural) => `${plural}.kafka.strimzi.io`);
      for (const name of names) await part(talk, `${crds}/${name}`, undefined, definition);
      await talk.send("GET", `${crds}/none.kafka.strimzi.io`);
      await part(talk, crds, undefined, ({ kind, apiVersion, items }) => ({
        kind: kind ?? null,
        apiVersion: apiVersion ?? null,
        names: list(items).map((each) => (each.metadata as Json).name ?? null),
      }));
    },
  },
];

/** All but the schemas, which are those of the files. */
function definition({ metadata: _, spec, ...rest }: Json): Json {
  const versions = list((spec as Json).versions).map(({ schema, ...version }) => ({ ...version, schema: schema !== undefined }));
  return { ...rest, spec: { ...(spec as Json), versions } };
}

const served = new Set([...Object.values(builtIn).flat(), "kafkas", "kafkanodepools", "kafkatopics", "kafkausers"]);

/** A version of a group with the resources that the embedded API has; undefined if it has none of them. */
function onlyOurs(version: Json): readonly Json[] {
  const { freshness: _, ...rest } = version;
  const resources = list(version.resources).filter(({ resource }) => served.has(String(resource)));
  return resources.length === 0 ? [] : [{ ...rest, resources }];
}
