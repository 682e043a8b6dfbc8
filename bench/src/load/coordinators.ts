import { MillraceError, sleep, systemClock } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import type { Link } from "./link.ts";

const readyMsMax = 120_000;
const pollMs = 100;

/** What FindCoordinator takes. */
const keyTypes = { group: 0, transaction: 1 } as const;

async function untilReady(what: string, isReady: () => Promise<boolean>): Promise<void> {
  const endMs = systemClock.monotonicMs() + readyMsMax;
  while (!(await isReady())) {
    if (systemClock.monotonicMs() > endMs) throw new MillraceError("TIMED_OUT", `${what} has no coordinator`);
    await sleep(systemClock, pollMs);
  }
}

/** Whether there is a coordinator: Kafka makes its topic when somebody asks the first time. */
async function isFound(link: Link, keyType: number, key: string): Promise<boolean> {
  const { coordinators } = await link.call(apis.findCoordinator, { keyType, coordinatorKeys: [key] });
  return coordinators[0]?.errorCode === 0;
}

/** Waits until a group has a coordinator that has loaded it. */
export function groupCoordinator(link: Link, groupId: string): Promise<void> {
  return untilReady("the group", async () => {
    const found = await isFound(link, keyTypes.group, groupId);
    const { groups } = await link.call(apis.offsetFetch, { groups: [{ groupId, topics: null }] });
    return found && groups[0]?.errorCode === 0;
  });
}

/** Waits until a transactional id has a coordinator. */
export function transactionCoordinator(link: Link, transactionalId: string): Promise<void> {
  return untilReady("the transactional id", () => isFound(link, keyTypes.transaction, transactionalId));
}
