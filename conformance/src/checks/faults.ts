import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MillraceError, messageOf, systemClock } from "@millrace/kit";
import type { Fault } from "../faults/fault.ts";
import { fullDisk } from "../faults/full-disk.ts";
import { consumersThatNeverRead, producersThatNeverStop } from "../faults/greedy-clients.ts";
import { jumpingClock } from "../faults/jumping-clock.ts";
import { fiveThousandConnections, tenThousandPartitions } from "../faults/multitudes.ts";
import { openFiles } from "../faults/open-files.ts";
import { readOnlyDirectory } from "../faults/read-only-directory.ts";
import type { Report } from "../report.ts";
import type { Check } from "./check.ts";

async function suffer({ name, residentMbMax, run }: Fault, group: string, report: Report): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "millrace-fault-"));
  const began = systemClock.monotonicMs();
  try {
    const { told, peakMb } = await run(folder);
    const memory = `${peakMb} MB of ${residentMbMax} MB`;
    if (peakMb > residentMbMax) report.failed(group, name, [`it took ${memory}`]);
    else report.passed(name, Math.round(systemClock.monotonicMs() - began), `; ${memory}; ${told}`);
  } catch (thrown) {
    if (thrown instanceof MillraceError && thrown.code === "NOT_FOUND") report.withoutTools(name, thrown);
    else report.failed(group, name, [messageOf(thrown)]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function faultCheck(name: string, about: string, faults: readonly Fault[]): Check {
  return {
    name,
    about,
    async run(report) {
      for (const fault of faults) await suffer(fault, name, report);
    },
  };
}

/** What goes wrong with a process that runs, each with the memory that it may take. */
export const faults: Check = faultCheck("faults", "a disk, a limit or a client that is not as it should be", [
  fullDisk,
  readOnlyDirectory,
  openFiles,
  jumpingClock,
  consumersThatNeverRead,
  producersThatNeverStop,
]);

/** Nightly. */
export const multitudes: Check = faultCheck("multitudes", "more of everything than one process usually has", [
  tenThousandPartitions,
  fiveThousandConnections,
]);
