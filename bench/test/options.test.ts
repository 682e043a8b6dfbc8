import assert from "node:assert/strict";
import { test } from "node:test";
import { readCommand } from "../src/options.ts";
import { knownNames, planOf } from "../src/run.ts";

const known = ["start", "fetch"];

test("without options, everything is measured on both in five rounds", () => {
  const expected = { rounds: 5, only: [], peers: ["kafka", "millrace"], quick: false, profile: false, output: "text", name: undefined };
  assert.deepEqual(readCommand([], known), { command: "run", options: expected });
});

test("a quick run has one round unless more are asked for", () => {
  const rounds = (args: string[]) => {
    const read = readCommand(args, known);
    return read.command === "run" ? read.options.rounds : undefined;
  };
  assert.equal(rounds(["--quick"]), 1);
  assert.equal(rounds(["--quick", "--rounds", "2"]), 2);
});

test("the other commands take their files", () => {
  assert.deepEqual(readCommand(["compare", "a", "b"], known), { command: "compare", from: "a", to: "b" });
  assert.deepEqual(readCommand(["hot", "x.cpuprofile"], known), { command: "hot", profile: "x.cpuprofile" });
});

test("help is given whatever else is there", () => {
  assert.deepEqual(readCommand(["--help", "--rounds", "0"], known), { command: "help" });
});

test("what can't be is refused with the usage", () => {
  const wrong = [
    ["--rounds", "0"],
    ["--rounds", "two"],
    ["--only", "nothing"],
    ["--peer", "other"],
    ["--output", "xml"],
    ["compare", "a"],
    ["--wat"],
  ];
  for (const args of wrong) assert.throws(() => readCommand(args, known), { code: "USAGE" }, args.join(" "));
});

test("only what is needed for the chosen measures is started", () => {
  const named = ({ scenarios, parts, ...rest }: ReturnType<typeof planOf>) => ({
    ...rest,
    names: [...scenarios, ...parts].map(({ name }) => name),
  });
  const all = named(planOf([]));
  assert.deepEqual([all.fresh, all.imports], [true, true]);
  assert.deepEqual(["start", ...all.names, "imports"], knownNames);
  const restart = ["restart", "restart-partitions"];
  assert.deepEqual(named(planOf(restart)), { fresh: false, imports: false, names: restart });
  assert.deepEqual(named(planOf(["start"])), { fresh: true, imports: false, names: [] });
  assert.deepEqual(named(planOf(["fetch", "tls"])), { fresh: true, imports: false, names: ["fetch", "tls"] });
});
