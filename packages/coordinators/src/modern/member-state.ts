/**
 * Where a member of a modern group is on its way to the target assignment (KIP-848), by Kafka's names.
 * - STABLE: it has come to the target assignment of its epoch.
 * - UNREVOKED_PARTITIONS: it has to give partitions back before it can go on to the next epoch.
 * - UNRELEASED_PARTITIONS: it is at the newest epoch and waits for partitions that others have not given back.
 */
export type MemberState = "STABLE" | "UNREVOKED_PARTITIONS" | "UNRELEASED_PARTITIONS";

/** Numbers in records. */
const numbers: Readonly<Record<MemberState, number>> = { STABLE: 0, UNREVOKED_PARTITIONS: 1, UNRELEASED_PARTITIONS: 2 };

const states = new Map(Object.entries(numbers).map(([state, number]) => [number, state as MemberState]));

export function memberStateNumber(state: MemberState): number {
  return numbers[state];
}

/** A state that a later release may have written is taken for the one that leads on from everywhere. */
export function memberStateOf(number: number): MemberState {
  return states.get(number) ?? "UNRELEASED_PARTITIONS";
}
