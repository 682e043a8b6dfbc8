import { type Random, seededRandom } from "@millrace/kit";
import type { Talk } from "../talk.ts";
import type { ApiCase } from "./api-case.ts";
import { configMaps, leases, pools, secrets, serviceAccounts, topics, users } from "./objects.ts";

/** Several managers write one object in every way there is, by random; what comes of each write is compared, managed fields included. */
const seedsOfKind = 2;
const writesOfCase = 14;

type Fields = Readonly<Record<string, unknown>>;

interface Written {
  readonly apiVersion: string;
  readonly kind: string;
  readonly paths: (name?: string, part?: string) => string;
  /** Parts of the object that may be written by themselves. */
  readonly parts: readonly string[];
  readonly fields: (chance: Chance) => Fields;
}

const strimzi = "kafka.strimzi.io/v1";
const base64 = (text: string): string => Buffer.from(text).toString("base64");

const kinds: readonly Written[] = [
  {
    apiVersion: strimzi,
    kind: "KafkaTopic",
    paths: topics,
    parts: ["status"],
    fields: (chance) => ({
      spec: chance.some({
        partitions: chance.of([1, 2, 3]),
        replicas: chance.of([1, 2]),
        config: chance.some({ a: 1, b: "x", c: [1, 2], d: true }),
        topicName: "t",
      }),
      status: chance.some({ observedGeneration: 1, conditions: [{ type: "Ready", status: chance.of(["True", "False"]) }], topicName: "z" }),
    }),
  },
  {
    apiVersion: strimzi,
    kind: "KafkaNodePool",
    paths: pools,
    parts: ["status"],
    fields: (chance) => ({
      spec: {
        replicas: chance.of([1, 2, 3]),
        roles: chance.of([["broker"], ["controller", "broker"]]),
        storage: {
          type: "jbod",
          volumes: [
            { id: 0, type: "ephemeral" },
            ...chance.ofList([
              { id: 1, type: "ephemeral" },
              { id: 2, type: "ephemeral" },
            ]),
          ],
        },
        ...chance.some({ jvmOptions: chance.some({ "-Xmx": "1g", "-XX": chance.some({ a: "b", c: "d" }) }) }),
      },
      status: chance.some({ replicas: 1, nodeIds: [1, 2], labelSelector: "a=b" }),
    }),
  },
  {
    apiVersion: strimzi,
    kind: "KafkaUser",
    paths: users,
    parts: ["status"],
    fields: (chance) => ({
      spec: chance.some({
        authentication: { type: chance.of(["tls", "scram-sha-512"]), ...chance.some({ validityDays: 1, renewalDays: 1 }) },
        authorization: { type: "simple", acls: [{ resource: { type: "topic", name: chance.of(["a", "b"]) }, operations: ["Read"] }] },
        quotas: chance.some({ producerByteRate: 1, consumerByteRate: chance.of([1, 2]) }),
      }),
    }),
  },
  {
    apiVersion: "v1",
    kind: "ConfigMap",
    paths: configMaps,
    parts: [],
    fields: (chance) =>
      chance.some({ data: chance.some({ a: chance.of(["x", "y"]), b: "z" }), binaryData: chance.some({ q: base64("q") }) }),
  },
  {
    apiVersion: "v1",
    kind: "Secret",
    paths: secrets,
    parts: [],
    fields: (chance) =>
      chance.some({
        data: chance.some({ a: base64(chance.of(["x", "y"])), b: base64("z") }),
        type: "Opaque",
        stringData: chance.some({ s: chance.of(["1", "2"]) }),
      }),
  },
  {
    apiVersion: "v1",
    kind: "ServiceAccount",
    paths: serviceAccounts,
    parts: [],
    fields: (chance) =>
      chance.some({
        secrets: chance.ofList([{ name: "a" }, { name: "b" }, { name: "c" }]),
        imagePullSecrets: chance.ofList([{ name: "x" }, { name: "y" }]),
        automountServiceAccountToken: chance.of([true, false]),
      }),
  },
  {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    paths: leases,
    parts: [],
    fields: (chance) => ({
      spec: chance.some({
        holderIdentity: chance.of(["a", "b", ""]),
        leaseDurationSeconds: chance.of([15, 10]),
        leaseTransitions: chance.of([0, 1]),
        renewTime: "2001-02-03T04:05:06.000000Z",
      }),
    }),
  },
];

class Chance {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  oneIn(count: number): boolean {
    return this.#random.below(count) === 0;
  }

  of<T>(values: readonly T[]): T {
    return values[this.#random.below(values.length)] as T;
  }

  some(fields: Fields): Fields {
    return Object.fromEntries(Object.entries(fields).filter(() => this.oneIn(2)));
  }

  ofList<T>(values: readonly T[]): readonly T[] {
    return values.filter(() => this.oneIn(2));
  }

  /** Takes a field away here and there. */
  withNulls(value: unknown): unknown {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, this.oneIn(6) ? null : this.withNulls(held)]));
  }
}

const operations = (chance: Chance): readonly object[] => [
  chance.of<object>([
    { op: "add", path: "/metadata/labels", value: { z: "z" } },
    { op: "remove", path: "/metadata/labels" },
    { op: "replace", path: "/metadata/annotations/a1", value: "r" },
    { op: "test", path: "/metadata/name", value: "one" },
    { op: "copy", from: "/metadata/name", path: "/metadata/labels/n" },
    { op: "add", path: "/extra", value: 1 },
  ]),
  ...(chance.oneIn(2) ? [{ op: "add", path: "/metadata/annotations", value: { j: chance.of(["0", "1"]) } }] : []),
];

type Way = "POST" | "PUT" | "merge" | "strategic" | "json" | "apply";

const types: Readonly<Record<string, string>> = {
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
  json: "application/json-patch+json",
  apply: "application/apply-patch+yaml",
};

async function write(talk: Talk, { apiVersion, kind, paths, parts, fields }: Written, way: Way, chance: Chance): Promise<void> {
  const part = parts.length > 0 && chance.oneIn(4) && way !== "POST" ? chance.of(parts) : undefined;
  const validation = chance.of(["", "", "Strict", "Ignore"]);
  const query = {
    fieldManager: chance.of(["ann", "bob", "kubectl"]),
    ...(validation === "" ? {} : { fieldValidation: validation }),
    ...(way === "apply" && chance.oneIn(2) ? { force: true } : {}),
  };
  const metadata = chance.some({
    labels: chance.some({ l1: chance.of(["a", "b"]), l2: "c" }),
    annotations: chance.some({ a1: chance.of(["a", "b"]), a2: "c" }),
    finalizers: chance.ofList(["example.com/a", "example.com/b"]),
  });
  const extra = chance.oneIn(8) ? { extra: 1 } : {};
  const object = { apiVersion, kind, metadata: { name: "one", ...metadata }, ...fields(chance), ...extra };
  if (way === "POST") await talk.send("POST", paths(), { body: object, query });
  else if (way === "PUT") {
    const { metadata: live } = await talk.send("GET", paths("one"));
    const body = { ...object, metadata: { ...object.metadata, resourceVersion: live?.resourceVersion } };
    await talk.send("PUT", paths("one", part), { body, query });
  } else {
    const patch =
      way === "json" ? operations(chance) : way === "apply" ? object : chance.withNulls({ metadata, ...fields(chance), ...extra });
    await talk.send("PATCH", paths("one", part), { body: patch, type: types[way] ?? "", query });
  }
}

/** Seeds make what they make for good: whoever changes what a seed becomes records anew. */
export const randomWriteCases: readonly ApiCase[] = kinds.flatMap((written) =>
  Array.from({ length: seedsOfKind }, (_, seed) => ({
    name: `random writes: ${written.kind} ${seed + 1}`,
    async run(talk: Talk) {
      const chance = new Chance(seed + 1);
      await write(talk, written, chance.of<Way>(["POST", "apply"]), chance);
      for (let count = 1; count < writesOfCase; count++) {
        await write(talk, written, chance.of<Way>(["PUT", "merge", "strategic", "json", "apply", "apply", "POST"]), chance);
      }
    },
  })),
);
