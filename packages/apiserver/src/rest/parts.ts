import type { Clock, Logger, Random } from "@millrace/kit";
import type { KindTable } from "../kinds/table.ts";
import type { Store } from "../store/store.ts";

/** What every verb works with. */
export interface Parts {
  readonly store: Store;
  readonly kinds: KindTable;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Now, as metadata has it: RFC 3339, in seconds. */
export function timestamp(clock: Clock): string {
  return `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
}
