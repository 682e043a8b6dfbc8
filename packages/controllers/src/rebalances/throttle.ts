import type { Admin } from "@millrace/client";
import { type ExecutionState, type Movement, partitionAt, type ThrottledReplicas, throttledReplicas } from "@millrace/plans/rebalances";

export type ThrottlingAdmin = Pick<Admin, "describeConfigs" | "incrementalAlterConfigs">;

const rateNames = ["leader.replication.throttled.rate", "follower.replication.throttled.rate"] as const;
const listNames = ["leader.replication.throttled.replicas", "follower.replication.throttled.replicas"] as const;

export interface Throttle {
  /** Of each broker. Undefined: without limit. */
  readonly bytesPerSec: number | undefined;
  /** All partitions that are moved sooner or later; undefined once that is not known any more: then whatever is held back by the same rate. */
  readonly all: readonly Movement[] | undefined;
  /** Those that move now. */
  readonly moving: readonly Movement[];
}

/**
 * Holds back what moves now, and nothing else that this is about. What others have set stays: rates that differ, and replicas of other partitions. Once
 * nothing moves nothing is left of it, be it of a process that died meanwhile: rates are the first to come and the last to go.
 */
export async function throttle(admin: ThrottlingAdmin, { bytesPerSec, all, moving }: Throttle, state: ExecutionState): Promise<void> {
  if (bytesPerSec === undefined) return;
  const rates = await ratesOf(admin, [...state.brokers]);
  const [ours, unset] = [rates.filter(({ value }) => value === String(bytesPerSec)), rates.filter(({ value }) => value === undefined)];
  if (moving.length > 0) {
    const concerned = new Set((all ?? moving).flatMap(({ from, to }) => [...from, ...to]).map(String));
    const due = unset.filter(({ broker }) => concerned.has(broker));
    await alterRates(admin, due, ({ rate }) => ({ name: rate, operation: "set", value: String(bytesPerSec) }));
  }
  if (moving.length > 0 || ours.length > 0) await setLists(admin, numbersOf(all, state), throttledReplicas(moving, state));
  if (moving.length === 0) await alterRates(admin, ours, ({ rate }) => ({ name: rate, operation: "delete" }));
}

type Changes = Parameters<Admin["incrementalAlterConfigs"]>[0];
type Change = Changes[number]["changes"][number];

interface Rate {
  readonly broker: string;
  readonly rate: (typeof rateNames)[number];
  /** Undefined: none was set for this broker. */
  readonly value: string | undefined;
}

async function ratesOf(admin: ThrottlingAdmin, brokers: readonly number[]): Promise<readonly Rate[]> {
  const resources = brokers.map((id) => ({ type: "broker" as const, name: String(id) }));
  const described = await admin.describeConfigs(resources, { names: rateNames });
  return described
    .filter(({ error }) => error.code === 0)
    .flatMap(({ name: broker, entries }) =>
      rateNames.map((rate) => {
        const entry = entries.find(({ name, source }) => name === rate && source === "DYNAMIC_BROKER_CONFIG");
        return { broker, rate, value: entry?.value ?? undefined };
      }),
    );
}

async function alterRates(admin: ThrottlingAdmin, rates: readonly Rate[], changeOf: (rate: Rate) => Change): Promise<void> {
  const changes = [...Map.groupBy(rates, ({ broker }) => broker)].map(([name, ofBroker]) => ({
    ...{ type: "broker" as const, name },
    changes: ofBroker.map(changeOf),
  }));
  if (changes.length > 0) await admin.incrementalAlterConfigs(changes);
}

/** Partitions that may be held back here, by topic. */
function numbersOf(all: readonly Movement[] | undefined, { partitions }: ExecutionState): ReadonlyMap<string, ReadonlySet<string>> {
  const byTopic = Map.groupBy(all ?? [...partitions.keys()].map(partitionAt), ({ topic }) => topic);
  return new Map([...byTopic].map(([topic, ofTopic]) => [topic, new Set(ofTopic.map(({ partition }) => String(partition)))]));
}

async function setLists(
  admin: ThrottlingAdmin,
  numbers: ReadonlyMap<string, ReadonlySet<string>>,
  wanted: ReadonlyMap<string, ThrottledReplicas>,
): Promise<void> {
  const topics = [...numbers.keys()].map((name) => ({ type: "topic" as const, name }));
  if (topics.length === 0) return;
  const described = await admin.describeConfigs(topics, { names: listNames });
  const changes = described.flatMap(({ name, error, entries }) => {
    if (error.code !== 0) return [];
    const changed = listNames.flatMap((list) => {
      const there = (entries.find((entry) => entry.name === list)?.value ?? "").split(",").filter((entry) => entry !== "");
      const ours = there.filter((entry) => numbers.get(name)?.has(entry.split(":")[0] ?? ""));
      return listChanges(list, { there, ours, want: wanted.get(name)?.[list] ?? [] });
    });
    return changed.length === 0 ? [] : [{ type: "topic" as const, name, changes: changed }];
  });
  // A request may say only one thing of each config.
  for (const isAppended of [false, true]) {
    const part = changes
      .map((each) => ({ ...each, changes: each.changes.filter(({ operation }) => (operation === "append") === isAppended) }))
      .filter((each) => each.changes.length > 0);
    if (part.length > 0) await admin.incrementalAlterConfigs(part);
  }
}

interface Entries {
  readonly there: readonly string[];
  readonly ours: readonly string[];
  readonly want: readonly string[];
}

function listChanges(name: string, { there, ours, want }: Entries): readonly Change[] {
  const gone = ours.filter((entry) => !want.includes(entry));
  const come = want.filter((entry) => !there.includes(entry));
  // An empty list would be a setting of the topic's own.
  if (come.length === 0 && gone.length > 0 && gone.length === there.length) return [{ name, operation: "delete" }];
  return [
    ...(gone.length === 0 ? [] : [{ name, operation: "subtract" as const, value: gone.join(",") }]),
    ...(come.length === 0 ? [] : [{ name, operation: "append" as const, value: come.join(",") }]),
  ];
}
