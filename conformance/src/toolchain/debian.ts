import { MillraceError } from "@millrace/kit";
import { findCommand, runCommand } from "./commands.ts";

let listsUpdated: Promise<unknown> | undefined;

/** The `command` of a Debian package of the same name, installed when this runs as root; NOT_FOUND when it can't be had. */
export async function debianCommand(command: string): Promise<string> {
  const before = findCommand(command);
  if (before !== undefined) return before;
  const hint = `On Debian: apt-get install ${command} (done by itself when run as root).`;
  const apt = findCommand("apt-get");
  if (apt === undefined || process.getuid?.() !== 0) throw new MillraceError("NOT_FOUND", `${command} is not installed`, { hint });
  const options = { timeoutMs: 300_000, env: { DEBIAN_FRONTEND: "noninteractive" } };
  listsUpdated ??= runCommand(apt, ["update", "-q"], options);
  await listsUpdated;
  const { stderr } = await runCommand(apt, ["install", "-q", "-y", "--no-install-recommends", command], options);
  const after = findCommand(command);
  if (after === undefined) throw new MillraceError("NOT_FOUND", `${command} could not be installed: ${stderr}`, { hint });
  return after;
}
