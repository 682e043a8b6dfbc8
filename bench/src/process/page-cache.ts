import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { mustRun } from "../../../conformance/src/toolchain/commands.ts";
import { fillMemory, quietDisk } from "./settled.ts";

const argumentsMax = 100;

/** Has the kernel forget what it holds of a topic's logs, which are somewhere below `folder`: what is read next comes from the disk. */
export async function dropCached(folder: string, topic: string): Promise<void> {
  // What is not on the disk yet can't be forgotten.
  await quietDisk();
  const files = await readdir(folder, { recursive: true });
  const ofTopic = new RegExp(`(?:^|/)${topic}-\\d+/\\d+\\.log$`);
  const logs = files.filter((file) => ofTopic.test(file)).map((file) => join(folder, file));
  // GNU dd tells the kernel so (posix_fadvise) of a file of which it is to copy nothing.
  const script = 'for file; do dd if="$file" of=/dev/null iflag=nocache count=0 status=none || exit; done';
  for (let at = 0; at < logs.length; at += argumentsMax) await mustRun("sh", ["-c", script, "sh", ...logs.slice(at, at + argumentsMax)]);
  await fillMemory();
}
