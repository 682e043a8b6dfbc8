import { mkdirSync, writeFileSync } from "node:fs";
import type { Platform } from "@millrace/resources";

/** In the working directory. */
const usual = ".millrace";

/** Where a platform's persistent storage goes. */
export function dataDirectory({ kafka }: Platform, given: string | undefined): string {
  return given ?? `${usual}/${kafka.metadata.name}`;
}

/** Where nobody says otherwise, passwords and private keys are in the folder of somebody's project: git is to leave them alone. */
export function keepOutOfGit(given: string | undefined): void {
  if (given !== undefined) return;
  mkdirSync(usual, { recursive: true });
  try {
    writeFileSync(`${usual}/.gitignore`, "*\n", { flag: "wx" });
  } catch {
    // It is there already, and says what it says.
  }
}
