import { type Files, replaceFile } from "@millrace/files";

/** Says that the broker's data is to go, so that a start finishes what a process did not live to finish. */
const marker = "removing-data";
/** What is in a data directory besides the broker's data. */
const others: ReadonlySet<string> = new Set([
  ...["kubernetes", "secrets", "tls", "managed-users.json", "declared-quotas.json"],
  ...[".lock", ".lock-holder", marker],
]);

/** Removes topics, groups and all else that the broker knows, its cluster id included, all or nothing. The directory has to be held. */
export async function removeBrokerData(files: Files, directory: string): Promise<void> {
  await replaceFile(files, `${directory}/${marker}`, Buffer.alloc(0));
  await finishRemoval(files, directory);
}

/** Removes what was to be removed when the process before ended. */
export async function finishRemoval(files: Files, directory: string): Promise<void> {
  if (files.stat(`${directory}/${marker}`) === undefined) return;
  for (const name of files.list(directory)) if (!others.has(name)) files.remove(`${directory}/${name}`);
  await files.syncDirectory(directory);
  files.remove(`${directory}/${marker}`);
}
