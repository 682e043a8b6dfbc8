import { readFileSync } from "node:fs";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../../conformance/src/toolchain/commands.ts";
import { statusBytes } from "./usage.ts";

/** Has the next load pay for nothing that was before it, and find the machine's memory as one finds it that has been up for a day. */
export async function settle(): Promise<void> {
  await quietDisk();
  await fillMemory();
}

/** Writes back what the kernel still holds for the disk. */
export async function quietDisk(): Promise<void> {
  await runCommand("sync", [], { timeoutMs: 300_000 });
}

const chunk = Buffer.allocUnsafe(1 << 20);
const stepBytes = 256 << 20;

/**
 * Fills the memory that nothing uses with page cache, which the kernel gives to whoever wants memory next. A virtual machine gives what is free back to its
 * host (free page reporting), and gets it again page by page at a cost of one to two seconds for each GB: it is chance which broker meets that, and it is several times what writing costs.
 */
export async function fillMemory(): Promise<void> {
  const file = await holes();
  for (let free = freeBytes(); ; ) {
    for (let read = 0; read < stepBytes; read += chunk.length) await readNext(file);
    const left = freeBytes();
    // The kernel has begun to take from the cache what the cache needs.
    if (left > free - stepBytes / 2) return;
    free = left;
  }
}

const freeBytes = (): number => statusBytes(readFileSync("/proc/meminfo", "utf8"), "MemFree");

let held: Promise<FileHandle> | undefined;
let position = 0;

/** A file of holes as large as the memory: to read it fills the page cache and needs no disk. */
function holes(): Promise<FileHandle> {
  held ??= makeHoles();
  return held;
}

async function makeHoles(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), "millrace-bench-holes-"));
  try {
    const file = await open(join(folder, "holes"), "w+");
    await file.truncate(Math.ceil(totalmem() / chunk.length) * chunk.length);
    return file;
  } finally {
    // What is open stays, and goes with this process however it ends.
    await rm(folder, { recursive: true });
  }
}

/** Goes on where it was, so that it comes to what has gone from the cache meanwhile. */
async function readNext(file: FileHandle): Promise<void> {
  const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
  position = bytesRead < chunk.length ? 0 : position + bytesRead;
}
