import type { OutputOptions } from "../options.ts";
import { output } from "../output.ts";
import { version as millrace } from "../version.ts";

/** Prints the version. */
export async function version(_args: readonly string[], options: OutputOptions): Promise<number> {
  if (options.output === "json") await output.json({ millrace, node: process.versions.node });
  else await output.line(`millrace ${millrace}`);
  return 0;
}
