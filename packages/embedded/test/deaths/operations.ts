import type { Random } from "@millrace/kit";

/** What somebody does to a platform. Done twice, each comes to the same as done once. */
export type Operation =
  | { readonly act: "topic"; readonly name: string; readonly partitions: number; readonly retentionMs: number }
  | { readonly act: "drop-topic"; readonly name: string }
  | { readonly act: "produce"; readonly topic: string; readonly value: string }
  | { readonly act: "user"; readonly name: string; readonly reads: string }
  | { readonly act: "drop-user"; readonly name: string }
  | { readonly act: "configure"; readonly setting: string; readonly value: number }
  | { readonly act: "delete-and-apply-kafka" };

const names = ["a", "b", "c"];
/** The first is taken while the broker runs, the second by a start. */
const settings = ["log.retention.ms", "num.partitions"];

/** Operations that make sense one after the other, as chance has it: topics only grow, and what is deleted or produced to is there. */
export function operationsOf(random: Random, count: number): readonly Operation[] {
  const pick = <T>(items: Iterable<T>): T => {
    const all = [...items];
    return all[random.below(all.length)] as T;
  };
  const partitions = new Map<string, number>();
  const users = new Set<string>();
  const topic = (name = pick(names)): Operation => {
    partitions.set(name, (partitions.get(name) ?? 1) + random.below(2));
    return { act: "topic", name, partitions: partitions.get(name) ?? 1, retentionMs: 3_600_000 * (1 + random.below(3)) };
  };
  const user = (name = pick(names)): Operation => {
    users.add(name);
    return { act: "user", name, reads: pick(names) };
  };
  const dropTopic = (name = pick(partitions.keys())): Operation => {
    partitions.delete(name);
    return { act: "drop-topic", name };
  };
  const dropUser = (name = pick(users)): Operation => {
    users.delete(name);
    return { act: "drop-user", name };
  };
  const draws: ReadonlyArray<(at: number) => Operation> = [
    ...[() => topic(), () => user(), () => (partitions.size === 0 ? topic() : dropTopic()), () => (users.size === 0 ? user() : dropUser())],
    (at) => (partitions.size === 0 ? topic() : { act: "produce", topic: pick(partitions.keys()), value: `value ${at}` }),
    () => ({ act: "configure", setting: pick(settings), value: 1_000 + random.below(9) }),
    () => (random.below(2) === 0 ? topic() : { act: "delete-and-apply-kafka" }),
  ];
  return Array.from({ length: count }, (_, at) => pick(draws)(at));
}
