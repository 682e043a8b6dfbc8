import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { conformanceFolder } from "../suite.ts";
import { buildGo } from "../toolchain/go.ts";
import { scenarios } from "./scenarios.ts";

/** The file that the unit tests of `apiserver` read: what Kubernetes' field manager makes of random writes, one scenario on each line. */
const fixtures = join(conformanceFolder, "../packages/apiserver/test/fixtures");
const count = 120;
const seed = 1;

const schema = await readFile(join(fixtures, "thing-schema.json"), "utf8");
const given = scenarios(count, seed);
const input = given.map((steps) => JSON.stringify({ schema: JSON.parse(schema), steps })).join("\n");
const program = await buildGo(join(conformanceFolder, "field-managers"));
const output = execFileSync(program, { input: `${input}\n`, encoding: "utf8", maxBuffer: 1 << 28 });
const lines = output
  .trim()
  .split("\n")
  .map((line, index) => {
    const outcomes = JSON.parse(line) as ReadonlyArray<{ readonly object?: object }>;
    return JSON.stringify({ steps: given[index], outcomes }, (key, value: unknown) => (key === "time" ? "<time>" : value));
  });
await writeFile(join(fixtures, "field-managers.jsonl"), `${lines.join("\n")}\n`);
