import type { Path } from "../problem.ts";
import type { Edit } from "./edit.ts";

/** What Connect keeps itself in: from its config to fields of their own. */
const fields = [
  { field: "groupId", setting: "group.id", suffix: "" },
  { field: "configStorageTopic", setting: "config.storage.topic", suffix: "-configs" },
  { field: "statusStorageTopic", setting: "status.storage.topic", suffix: "-status" },
  { field: "offsetStorageTopic", setting: "offset.storage.topic", suffix: "-offsets" },
];

/** Takes what a worker keeps itself in out of its `config`; v1 wants it said. `name` is what v1beta2 took for given. */
export function storageTopics(edit: Edit, under: Path, config: Path, name: string): void {
  if (!edit.has(under)) return;
  for (const { field, setting, suffix } of fields) {
    const [to, from]: [Path, Path] = [
      [...under, field],
      [...config, setting],
    ];
    edit.move(from, to, "it is a field of its own");
    if (!edit.has(to)) edit.set(to, `${name}${suffix}`, "v1 has no default for it, v1beta2 had this one");
  }
}
