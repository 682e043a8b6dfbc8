import { existsSync } from "node:fs";
import { chmod, rm, writeFile } from "node:fs/promises";
import { MillraceError, systemCodeOf } from "@millrace/kit";
import { findCommand, runCommand } from "./commands.ts";

let listsUpdated: Promise<unknown> | undefined;

/** Asked before a package starts a service that it brings. */
const policy = "/usr/sbin/policy-rc.d";

const find = (file: string): string | undefined => (file.startsWith("/") ? (existsSync(file) ? file : undefined) : findCommand(file));

/**
 * A command, or a file by its path, of a Debian package, by default of that name. The package is installed when this runs as root, and
 * none of its services is started. NOT_FOUND when it can't be had.
 */
export async function debianCommand(file: string, name = file): Promise<string> {
  const before = find(file);
  if (before !== undefined) return before;
  const hint = `On Debian: apt-get install ${name} (done by itself when run as root).`;
  const apt = findCommand("apt-get");
  if (apt === undefined || process.getuid?.() !== 0) throw new MillraceError("NOT_FOUND", `${file} is not installed`, { hint });
  const stderr = await withoutServices(() => install(apt, name));
  const after = find(file);
  if (after === undefined) throw new MillraceError("NOT_FOUND", `${file} could not be installed: ${stderr}`, { hint });
  return after;
}

async function install(apt: string, name: string): Promise<string> {
  const options = { timeoutMs: 300_000, env: { DEBIAN_FRONTEND: "noninteractive" } };
  listsUpdated ??= runCommand(apt, ["update", "-q"], options);
  await listsUpdated;
  return (await runCommand(apt, ["install", "-q", "-y", "--no-install-recommends", name], options)).stderr;
}

async function withoutServices<T>(task: () => Promise<T>): Promise<T> {
  try {
    await writeFile(policy, "#!/bin/sh\nexit 101\n", { flag: "wx" });
  } catch (thrown) {
    if (systemCodeOf(thrown) === "EEXIST") return task();
    throw thrown;
  }
  try {
    await chmod(policy, 0o755);
    return await task();
  } finally {
    await rm(policy, { force: true });
  }
}
