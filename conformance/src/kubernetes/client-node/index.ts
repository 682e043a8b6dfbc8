import type { ApiServer } from "../api-server.ts";
import { informerCases } from "./informers.ts";
import { patchCases } from "./patches.ts";
import { readingCases } from "./reading.ts";
import { refusalCases } from "./refusals.ts";
import { type ClientNode, type ClientNodeCase, Trial } from "./trial.ts";

export const clientNodeCases: readonly ClientNodeCase[] = [...informerCases, ...patchCases, ...readingCases, ...refusalCases];

/** Tries a case in a namespace of its own; what it saw. */
export async function tryClientNode(library: ClientNode, { run }: ClientNodeCase, server: ApiServer, namespace: string) {
  const trial = new Trial(library, server, namespace);
  await run(trial);
  return trial.steps;
}
