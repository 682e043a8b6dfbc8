import type { Storage, StorageVolume } from "@millrace/resources";
import { amountOf } from "./quantities.ts";
import { metadataVolume } from "./storage.ts";

/** What of a volume can't be changed once there is a claim, or data. */
const fixed = ["type", "class", "selector", "sizeLimit"] as const;

/**
 * What stands against bringing a node's storage from what it is to what is declared; nothing if that can be done: volumes may come, go and
 * grow, and `deleteClaim`, `kraftMetadata` and `volumeAttributesClass` may be what they like.
 */
export function storageProblems(
  current: Storage,
  desired: Storage,
  { isController }: { readonly isController: boolean },
): readonly string[] {
  const [from, to] = [metadataVolume(current)?.name, metadataVolume(desired)?.name];
  // A controller votes as the directory that its metadata is in (KIP-853): in another one it would be somebody else.
  const moves = isController && from !== undefined && from !== to && current.type === desired.type;
  return [...changes(current, desired), ...(moves ? [`a controller's metadata can't move from ${from} to ${to}`] : [])];
}

function changes(current: Storage, desired: Storage): readonly string[] {
  if (current.type !== "jbod" && desired.type !== "jbod") {
    return volumeProblems("", { ...current, type: current.type }, { ...desired, type: desired.type });
  }
  if (current.type !== desired.type) return [`its type can't change from ${current.type} to ${desired.type}`];
  return (desired.volumes ?? []).flatMap((volume) => {
    const before = current.volumes?.find(({ id }) => id === volume.id);
    return before === undefined ? [] : volumeProblems(` of volume ${volume.id}`, before, volume);
  });
}

function volumeProblems(which: string, current: StorageVolume, desired: StorageVolume): readonly string[] {
  const changed = fixed.filter((name) => JSON.stringify(current[name]) !== JSON.stringify(desired[name]));
  const [before, after] = [amountOf(current.size ?? "0"), amountOf(desired.size ?? "0")];
  return [
    ...changed.map((name) => `the ${name}${which} can't change from ${shown(current[name])} to ${shown(desired[name])}`),
    ...(before === undefined || after === undefined || after >= before
      ? []
      : [`the size${which} can't shrink from ${current.size} to ${desired.size}`]),
  ];
}

const shown = (value: unknown): string => (value === undefined ? "none" : typeof value === "string" ? value : JSON.stringify(value));
