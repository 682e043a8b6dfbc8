import type { AnyObject } from "@millrace/kube/browse";

export interface ManagerOptions {
  readonly fieldManager?: string;
}

/** Owns what is applied by this command. */
export const applyManager = "millrace";
/** Owns what `millrace up` declares. */
const fileManager = "millrace-up";

/**
 * As whom an object is applied. What `millrace up` declared from its files goes on under its name, so that the same files, changed, are no
 * conflict with themselves, and what has left them goes.
 */
export function managerOf(live: AnyObject | undefined, { fieldManager }: ManagerOptions): string {
  if (fieldManager !== undefined) return fieldManager;
  const managers = (live?.metadata.managedFields ?? []).filter(({ operation }) => operation === "Apply").map(({ manager }) => manager);
  return managers.includes(fileManager) && !managers.includes(applyManager) ? fileManager : applyManager;
}
