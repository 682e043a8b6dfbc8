import { type Files, replaceFile } from "@millrace/files";
import { isLogEntry } from "@millrace/log";
import { metaPropertiesFile } from "./meta-properties.ts";

/** Says that the data is to go, so that a start finishes what a process did not live to finish. */
const marker = "removing-data";

/**
 * Removes all that a broker keeps in its data directory, who it is included, and nothing else: all or nothing, whenever the process dies. The
 * directory has to be held, and no broker may run.
 */
export async function removeBrokerData(files: Files, directory: string): Promise<void> {
  await replaceFile(files, `${directory}/${marker}`, Buffer.alloc(0));
  await finishRemoval(files, directory);
}

/** Removes what was to be removed when the process before ended. */
export async function finishRemoval(files: Files, directory: string): Promise<void> {
  if (files.stat(`${directory}/${marker}`) === undefined) return;
  const own = files.list(directory).filter((name) => name === metaPropertiesFile || isLogEntry(name));
  for (const name of own) files.remove(`${directory}/${name}`);
  await files.syncDirectory(directory);
  files.remove(`${directory}/${marker}`);
  // It must not come back when there is other data.
  await files.syncDirectory(directory);
}
