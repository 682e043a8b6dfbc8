import type { TestContext } from "node:test";
import { kubectl, until } from "../test/on-cluster.ts";
import type { Ground } from "./ground.ts";

/** Where day two is tried: the Kafka `flow` of platform.yaml. */
export interface Place extends Ground {
  readonly test: TestContext;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

interface Meta {
  readonly name: string;
  readonly uid: string;
  readonly generation?: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface SeenKafka {
  readonly metadata: Meta;
  readonly status?: {
    readonly observedGeneration?: number;
    readonly kafkaVersion?: string;
    readonly kafkaMetadataVersion?: string;
    readonly conditions?: readonly Condition[];
  };
}

export interface SeenPod {
  readonly metadata: Meta & { readonly deletionTimestamp?: string };
  readonly spec: { readonly nodeName?: string };
  readonly status: { readonly conditions?: readonly Condition[] };
}

/** How long a roll of all nodes may take, on machines that have other work to do. */
export const rollMsMax = 900_000;

const pods = "get pods --selector strimzi.io/name=flow-kafka --output json";

export async function kafkaOf({ cluster }: Place): Promise<SeenKafka> {
  return JSON.parse(await kubectl(cluster, "get kafka flow --output json")) as SeenKafka;
}

export async function podsOf({ cluster }: Place): Promise<readonly SeenPod[]> {
  return (JSON.parse(await kubectl(cluster, pods)) as { readonly items: readonly SeenPod[] }).items;
}

const isTrue = (conditions: readonly Condition[] | undefined, type: string): boolean =>
  conditions?.some((condition) => condition.type === type && condition.status === "True") === true;

export const isPodReady = ({ metadata, status }: SeenPod): boolean =>
  metadata.deletionTimestamp === undefined && isTrue(status.conditions, "Ready");

/** Whether what is declared has come about, and everything serves. */
export async function isSettled(place: Place): Promise<boolean> {
  const { metadata, status } = await kafkaOf(place);
  if (status?.observedGeneration !== metadata.generation || !isTrue(status?.conditions, "Ready")) return false;
  return (await podsOf(place)).every(isPodReady);
}

/** Waits until all nodes were started anew since `before` was looked at, and serve again. */
export async function allAreAnew(place: Place, before: readonly SeenPod[]): Promise<void> {
  const old = new Set(before.map(({ metadata }) => metadata.uid));
  const isDone = async (): Promise<boolean> => (await podsOf(place)).every(({ metadata }) => !old.has(metadata.uid)) && isSettled(place);
  await until("all nodes are started anew, and serve", isDone, rollMsMax);
}

/** Waits until everything serves, with so many nodes. */
export async function serves(place: Place, nodes: number): Promise<void> {
  await until(`${nodes} nodes serve`, async () => (await podsOf(place)).length === nodes && isSettled(place), rollMsMax);
}

export const patchKafka = ({ cluster }: Place, patch: object): Promise<string> =>
  kubectl(cluster, `patch kafka flow --type=merge --patch ${JSON.stringify(patch)}`);
