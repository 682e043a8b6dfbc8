import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { MillraceError } from "@millrace/kit";
import { freePort } from "../../../conformance/src/peers/daemon.ts";
import { type BrokerProcess, launch } from "./broker-process.ts";

export const root = join(import.meta.dirname, "../../..");
const command = join(root, "packages/cli/bin/millrace.js");
const bundle = join(root, "packages/cli/dist/main.js");
/** What `npm start` runs. */
export const resources = join(root, "examples/quickstart/platform.yaml");

/** Starts on an empty data directory below `folder` what `npm start` starts. With `profiles`, its CPU profile is written there at its end. */
export async function startMillrace(folder: string, profiles?: string): Promise<BrokerProcess> {
  if (!existsSync(bundle)) throw new MillraceError("NOT_FOUND", `${bundle} is missing`, { hint: "Run: npm run build" });
  const port = await freePort();
  await mkdir(folder, { recursive: true });
  const profiling = profiles === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profiles}`];
  const up = ["up", "-f", resources, "--port", String(port), "--data", join(folder, "data"), "--output", "json"];
  return launch({ name: "millrace", command: process.execPath, args: [...profiling, command, ...up], port, folder });
}
