import { type Clock, MillraceError, type Random, sleep } from "@millrace/kit";
import type { Claims } from "../claims.ts";
import type { Clients } from "../clients.ts";
import type { Deliveries } from "../deliveries.ts";
import type { DrawnWorld } from "../drawn-world.ts";
import type { Ledger } from "../ledger.ts";

/** What those who work in a world have in common. */
export interface Workplace {
  readonly world: DrawnWorld;
  readonly clock: Clock;
  /** How anybody decides what to do next. */
  readonly random: Random;
  readonly ledger: Ledger;
  readonly claims: Claims;
  readonly deliveries: Deliveries;
  readonly clients: Clients;
  /** By their names. */
  readonly topicIds: ReadonlyMap<string, string>;
  /** Nothing new is begun any more. */
  readonly isOver: () => boolean;
  /** Runs `task` when it is over, for those who wait for something. */
  readonly whenOver: (task: () => void) => void;
}

/** Somebody who works until it is over, and then comes to an end. */
export type Work = (place: Workplace, name: string) => Promise<void>;

/** Whether it came to its end; what fails as things fail in a world like this is noted. */
export async function attempt({ ledger }: Workplace, name: string, task: () => Promise<void>): Promise<boolean> {
  try {
    await task();
    return true;
  } catch (thrown) {
    if (!(thrown instanceof MillraceError)) throw thrown;
    ledger.note(`${name}: ${thrown.message}`);
    return false;
  }
}

export function rest({ clock, random }: Workplace, upToMs: number): Promise<void> {
  return sleep(clock, random.below(upToMs));
}

/** All partitions of some topics. */
export function partitionsOf(
  { world }: Workplace,
  names?: readonly string[],
): Array<{ readonly topic: string; readonly partition: number }> {
  const topics = world.topics.filter(({ name }) => names === undefined || names.includes(name));
  return topics.flatMap(({ name: topic, partitionCount }) =>
    Array.from({ length: partitionCount }, (_, partition) => ({ topic, partition })),
  );
}
