import type { Admin } from "@millrace/client";
import { committingGroups } from "./groups.ts";
import { attempt, partitionsOf, rest, type Work, type Workplace } from "./workplace.ts";

const pauseMsMax = 400;

/** Looks at how far groups have come, and deletes the first records of a topic. */
export const overseer: Work = async (place, name) => {
  const admin = place.clients.admin();
  while (!place.isOver()) {
    for (const group of committingGroups) await attempt(place, name, () => lookAtOffsets(place, admin, group));
    await attempt(place, name, () => deleteSome(place, admin, name));
    await rest(place, pauseMsMax);
  }
};

async function lookAtOffsets(place: Workplace, admin: Admin, group: string): Promise<void> {
  const { ledger } = place;
  const partitions = partitionsOf(place, ["kept"]);
  const floors = partitions.map((each) => ledger.reached(ledger.committedBy(group, each)));
  const { offsets, error } = await admin.listGroupOffsets(group, { partitions });
  if (error.code !== 0) return;
  for (const [at, each] of partitions.entries()) {
    const offset = offsets.find(({ topic, partition }) => topic === each.topic && partition === each.partition)?.offset ?? -1;
    ledger.isTold(ledger.committedBy(group, each), offset, floors[at] ?? -1);
  }
}

async function deleteSome(place: Workplace, admin: Admin, name: string): Promise<void> {
  const { ledger, random } = place;
  for (const each of partitionsOf(place, ["cut"])) {
    const [end] = await admin.listOffsets([{ ...each, at: "latest" }]);
    if (end === undefined || end.offset <= 0) continue;
    const offset = random.below(end.offset + 1);
    ledger.deletes(each, offset);
    const [deleted] = await admin.deleteRecords([{ ...each, before: offset }]);
    if (deleted?.error.code === 0) ledger.note(`${name} has deleted ${each.topic}-${each.partition} up to ${deleted.logStartOffset}`);
  }
}
