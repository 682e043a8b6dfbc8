import assert from "node:assert/strict";
import { test } from "node:test";
import { sleep, systemClock } from "@millrace/kit";
import { podSetDefinition } from "@millrace/operator";
import { ourCrds } from "../../kubernetes/crds.ts";
import { type Cluster, startApiCluster } from "../cluster.ts";
import { dangerousChanges, good } from "./dangerous-changes.ts";
import { startOperator } from "./local-operator.ts";
import { kubectl, onCluster, until } from "./on-cluster.ts";
import { type Refusal, refusals } from "./refused-kafkas.ts";

interface Condition {
  readonly type: string;
  readonly reason?: string;
  readonly message?: string;
}

interface Told {
  readonly metadata: { readonly generation: number };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly observedGeneration?: number;
    readonly nodeIds?: readonly number[];
    readonly roles?: readonly string[];
  };
}

interface Part {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly uid: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: object;
}

const apply = (cluster: Cluster, yaml: string): Promise<string> => kubectl(cluster, "apply --filename=-", yaml);

const read = async <T>(cluster: Cluster, what: string): Promise<T> => JSON.parse(await kubectl(cluster, `get ${what} --output json`)) as T;

/** What is told of an object as it is declared now, a line for each condition. */
async function wordsOf(cluster: Cluster, what: string): Promise<string> {
  const { metadata, status = {} } = await read<Told>(cluster, what);
  if (status.observedGeneration !== metadata.generation) return "";
  return (status.conditions ?? []).map(({ type, reason, message }) => `${type} ${reason}: ${message}`).join("\n");
}

async function untilTold(cluster: Cluster, what: string, expected: RegExp): Promise<void> {
  let words = "";
  const isTold = async (): Promise<boolean> => {
    words = await wordsOf(cluster, what);
    return expected.test(words);
  };
  await until(`${what} is told ${expected}`, isTold).catch((cause: unknown) => {
    throw new Error(`of ${what} should be told ${expected}, but ${words} is`, { cause });
  });
}

/** Nobody answers in pods that run nothing: a Kafka can't get further. */
const isMade = /^NotReady Creating: Kafka can't be asked: /m;

/** What a Kafka consists of, and what its pool says of that: no change that is not carried out touches it. */
async function substance(cluster: Cluster): Promise<readonly string[]> {
  const { items } = await read<{ readonly items: readonly Part[] }>(
    cluster,
    "pods,persistentvolumeclaims --selector strimzi.io/cluster=good",
  );
  const { status } = await read<Told>(cluster, "kafkanodepool/all-nodes");
  const parts = items.map(({ kind, metadata: { name, uid, labels }, spec }) =>
    [kind, name, uid, JSON.stringify(labels), kind === "Pod" ? "" : JSON.stringify(spec)].join(" "),
  );
  return [...parts.sort(), JSON.stringify([status?.nodeIds, status?.roles?.toSorted()])];
}

async function isRefused(cluster: Cluster, { name, prepare, declared, at = `kafka/${name}`, told, remedy }: Refusal): Promise<void> {
  await prepare?.(cluster);
  await apply(cluster, declared);
  await untilTold(cluster, at, told);
  if (remedy === undefined) return;
  await remedy(cluster);
  await untilTold(cluster, at, isMade);
}

/** The operator looks at all Kafkas every 2 s here: more than once is to come to the same. */
const someLooksMs = 5_000;

async function isNotCarriedOut(cluster: Cluster, { change, at, told }: (typeof dangerousChanges)[number]): Promise<void> {
  const before = await substance(cluster);
  await apply(cluster, good(change));
  await untilTold(cluster, at, told);
  await sleep(systemClock, someLooksMs);
  assert.match(await wordsOf(cluster, at), told);
  assert.deepEqual(await substance(cluster), before);
  await apply(cluster, good({}));
  await until("nothing is told of it any more", async () => !told.test(await wordsOf(cluster, at)));
  await untilTold(cluster, "kafka/good", isMade);
}

/** What others keep in a namespace that is deleted is let be, and nothing is made there any more. */
async function goesWithItsNamespace(cluster: Cluster): Promise<void> {
  const doomed = (yaml: string): string => yaml.replaceAll("metadata: {", "metadata: { namespace: doomed,");
  await kubectl(cluster, "create namespace doomed");
  await apply(cluster, doomed(good({})).replace("name: good }", "name: good, finalizers: [example.com/held] }"));
  await untilTold(cluster, "kafka/good --namespace doomed", isMade);
  await kubectl(cluster, "delete namespace doomed --wait=false");
  const left = async () =>
    (await kubectl(cluster, "get pods,services,strimzipodsets,kafkanodepools --namespace doomed --output name")).trim();
  await until("nothing is left but what is held", async () => (await left()) === "");
  await sleep(systemClock, someLooksMs);
  assert.equal(await left(), "");
  await kubectl(cluster, 'patch kafka good --namespace doomed --type=merge --patch {"metadata":{"finalizers":null}}');
  await kubectl(cluster, "wait --for=delete namespace/doomed --timeout=120s");
}

/** What is wrong beside it has not held it up. */
async function isStillLookedAfter(cluster: Cluster): Promise<void> {
  await apply(cluster, good({ more: ", config: { num.network.threads: 5 }" }));
  await until("the change arrives at the nodes", async () =>
    (await kubectl(cluster, "get configmap good-all-nodes-0 --output jsonpath={.data.server\\.config}")).includes("num.network.threads=5"),
  );
}

test("what can't be had is told, is had once that is mended, and holds up nobody; what would lose data is not done", (t) =>
  onCluster(
    t,
    async (folder) => startApiCluster({ folder, crds: [...(await ourCrds()), podSetDefinition] }),
    async (cluster) => {
      const operator = await startOperator(cluster);
      try {
        await apply(cluster, good({}));
        await untilTold(cluster, "kafka/good", isMade);
        const failures: string[] = [];
        for (const refusal of refusals) {
          await isRefused(cluster, refusal).catch((failure: Error) => failures.push(`${refusal.name}: ${failure.message}`));
        }
        for (const danger of dangerousChanges) {
          await isNotCarriedOut(cluster, danger).catch((failure: Error) =>
            failures.push(`${JSON.stringify(danger.change)}: ${failure.message}`),
          );
        }
        assert.deepEqual(failures, []);
        await goesWithItsNamespace(cluster);
        await isStillLookedAfter(cluster);
      } finally {
        await operator.close();
      }
    },
  ));
