import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { cachedFolder } from "./cache.ts";
import { mustRun, runCommand } from "./commands.ts";
import { goEnvironment, requireGo } from "./go.ts";

/** The compiled tests of a Go package, and the folder of its sources, where tests expect to be run. */
export interface GoTests {
  readonly binary: string;
  readonly sources: string;
  /** Names of the tests, in the order of their source. */
  readonly names: readonly string[];
}

/** Compiles the tests of `packageName` in the version that the module in `folder` asks for. */
export async function buildGoTests(folder: string, packageName: string): Promise<GoTests> {
  const go = requireGo();
  const options = { cwd: folder, env: goEnvironment(), timeoutMs: 900_000 };
  const sums = await readFile(join(folder, "go.sum"));
  const built = await cachedFolder("go-tests", [await mustRun(go, ["version"]), packageName, sums], async (target) => {
    await mustRun(go, ["test", "-c", "-o", join(target, "tests"), packageName], options);
  });
  const binary = join(built, "tests");
  const sources = (await mustRun(go, ["list", "-f", "{{.Dir}}", packageName], options)).trim();
  const names = (await mustRun(binary, ["-test.list", "."], { cwd: sources })).split("\n").filter((line) => line.startsWith("Test"));
  return { binary, sources, names };
}

/** Names of the tests in `folder` that call `entry`, directly or through functions of the test files. */
export async function testsThatCall(folder: string, entry: string): Promise<ReadonlySet<string>> {
  const files = (await readdir(folder)).filter((name) => name.endsWith("_test.go"));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
  const bodies = new Map<string, string>();
  for (const part of texts.flatMap((text) => text.split(/^func /m).slice(1))) {
    const name = /^(?:\([^)]*\) )?(\w+)/.exec(part)?.[1];
    if (name !== undefined) bodies.set(name, part);
  }
  const calling = new Set([entry]);
  for (let before = 0; before < calling.size; ) {
    before = calling.size;
    const call = new RegExp(`\\b(?:${[...calling].join("|")})\\(`);
    for (const [name, body] of bodies) if (call.test(body.slice(body.indexOf("{")))) calling.add(name);
  }
  return new Set([...calling].filter((name) => name.startsWith("Test")));
}

export type TestOutcome = "pass" | "fail" | "skip";

export interface TestRun {
  /** Of the test and of the tests inside it. */
  readonly outcomes: Readonly<Record<string, TestOutcome>>;
  readonly output: string;
}

/** How a test is run. */
export interface GoTestOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** How often, one time after the other in the same process (default 1); what comes of it is the last time's. */
  readonly times?: number;
}

/** Runs one test in a process of its own. */
export async function runGoTest(tests: GoTests, name: string, { env, timeoutMs, times = 1 }: GoTestOptions): Promise<TestRun> {
  const args = ["-test.run", `^${name}$`, "-test.v", `-test.timeout=${timeoutMs}ms`, `-test.count=${times}`];
  // Go ends the test itself and shows where it stood; the limit here is for one that hangs all the same.
  const { stdout, stderr, code } = await runCommand(tests.binary, args, { cwd: tests.sources, env, timeoutMs: timeoutMs + 10_000 });
  const found = [...stdout.matchAll(/^\s*--- (PASS|FAIL|SKIP): (\S+)/gm)];
  const last = new Map(found.map(([, outcome = "", test = ""]) => [test, outcome.toLowerCase() as TestOutcome]));
  const outcomes = Object.fromEntries([...last].sort());
  // A test that panics or runs out of time says no outcome.
  if (code !== 0) outcomes[name] = "fail";
  return { outcomes, output: `${stdout}${stderr}` };
}
