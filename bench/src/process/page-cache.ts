import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { mustRun } from "../../../conformance/src/toolchain/commands.ts";
import { quietDisk } from "./metered.ts";

const argumentsMax = 100;

/** Has the kernel forget what it holds of all logs below `folder`, as far as nobody has them mapped: what is read next comes from the disk. */
export async function dropCached(folder: string): Promise<void> {
  // What is not on the disk yet can't be forgotten.
  await quietDisk();
  const files = await readdir(folder, { recursive: true });
  const logs = files.filter((file) => file.endsWith(".log")).map((file) => join(folder, file));
  // GNU dd tells the kernel so (posix_fadvise) of a file of which it is to copy nothing.
  const script = 'for file; do dd if="$file" of=/dev/null iflag=nocache count=0 status=none || exit; done';
  for (let at = 0; at < logs.length; at += argumentsMax) await mustRun("sh", ["-c", script, "sh", ...logs.slice(at, at + argumentsMax)]);
}
