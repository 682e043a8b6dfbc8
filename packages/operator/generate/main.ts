import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { publishedMonitoring } from "../src/monitoring/published.ts";
import { artefacts } from "./artefacts.ts";

const root = join(import.meta.dirname, "../../..");
for (const { path, text } of [...artefacts(), ...publishedMonitoring()]) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
