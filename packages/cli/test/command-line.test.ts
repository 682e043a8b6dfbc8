import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { commands } from "../src/definitions/index.ts";
import { runCommandLine } from "../src/program.ts";
import { spellings } from "../src/spellings.ts";
import { version } from "../src/version.ts";
import { millrace } from "./millrace.ts";

/** Runs a command line in this process. */
async function run(args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const written = { stdout: "", stderr: "" };
  const out = (text: string): void => {
    written.stdout += text;
  };
  const err = (text: string): void => {
    written.stderr += text;
  };
  return { code: await runCommandLine(args, { out, err }), ...written };
}

test("the help names every command", async () => {
  const { code, stdout } = await run(["--help"]);
  assert.equal(code, 0);
  for (const { name } of commands) assert.match(stdout, new RegExp(`^  ${name.split(" ")[0]}\\b`, "m"));
});

for (const { name, options, examples } of commands) {
  test(`${name} --help shows its options and examples`, async () => {
    const { code, stdout } = await run([...name.split(" "), "--help"]);
    assert.equal(code, 0);
    for (const { flags } of options) assert.ok(stdout.includes(flags), `${flags} in ${stdout}`);
    for (const [, line] of examples) assert.ok(stdout.includes(line));
  });
}

test("help is a command too, as one who knows kubectl tries it", async () => {
  assert.deepEqual(await run(["help"]), await run(["--help"]));
  assert.deepEqual(await run(["help", "topics"]), await run(["topics", "--help"]));
});

test("the hint names the command that was meant", async () => {
  for (const args of ["configs describe topic", "features upgrade x", "topics create"]) {
    const { stderr } = await run(args.split(" "));
    assert.match(stderr, new RegExp(`^hint: millrace ${args.split(" ").slice(0, 2).join(" ")} --help`, "m"));
  }
});

test("the version is the package's", async () => {
  assert.equal(JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8")).version, version);
  assert.equal((await millrace(["version"])).stdout, `millrace ${version}\n`);
  assert.equal((await millrace(["--version"])).stdout, `millrace ${version}\n`);
  assert.equal(JSON.parse((await millrace(["version", "-o", "json"])).stdout).millrace, version);
});

const wrong: ReadonlyArray<readonly [args: string, says: RegExp]> = [
  ["frobnicate", /unknown command 'frobnicate'/],
  ["topics creat", /unknown command 'creat'.*create/],
  ["topics create", /missing required argument 'topic'/],
  ["topics create t --partitions 0", /a whole number from 1 is expected/],
  ["topics create t --config retention.ms", /name=value is expected/],
  ["topics list --output yaml", /Allowed choices are text, json/],
  ["topics list --bootstrap-server kafka", /"kafka" is no address/],
  ["topics list --timeout soon", /a duration is expected/],
  ["topics list extra", /too many arguments/],
  ["produce t --format json --key-separator :", /--key-separator is for --format text/],
  ["produce t --tombstone", /--tombstone needs --key/],
  ["consume t --offset soon", /earliest, latest, an offset/],
  ["consume t --partition x", /a whole number from 0/],
  ["consume t --group g --partition 1", /exclude each other/],
  ["consume t --group g --offset 5", /earliest or latest/],
  ["configs describe table orders", /"table" has no configs: topic, broker/],
  ["configs describe topic", /which topic\? a name is expected/],
  ["groups list --state stabel", /one of Assigning, .*Stable is expected/],
  ["transactions list --state open", /one of .*Ongoing, .* is expected/],
  ["configs describe broker kafka-0", /"kafka-0" is no broker's id/],
  ["configs alter topic t", /what is to be changed\?/],
  ["features upgrade group.version", /name=level is expected/],
  ["features upgrade group.version=x", /"group\.version=x".*a whole number from 0 to 32767/],
  ["topics alter t", /required option '-p, --partitions <count>' not specified/],
  ["up", /required option '-f, --files <path>' not specified/],
  ["apply", /required option '-f, --filename <path>' not specified/],
  ["apply -f x --dry-run=client", /Allowed choices are none, server/],
  ["wait kt/orders", /required option '--for <what>' not specified/],
  ["wait kt/orders --for ready", /condition=NAME, condition=NAME=VALUE, .*delete or create is expected/],
  ["wait kt/orders --for jsonpath={.a[}", /the path \.a\[ is not understood at "\["/],
  ["wait kt/orders --for delete --timeout soon", /a duration is expected/],
  ["delete kt orders -f x", /either --filename or names of objects/],
  ["up -f x --port 65536", /a whole number from 0 to 65535/],
];
for (const [args, says] of wrong) {
  test(`"${args}" is refused in one line, with a hint`, async () => {
    const { code, stdout, stderr } = await run(args.split(" "));
    assert.equal(code, 2);
    assert.equal(stdout, "");
    const [error = "", hint = "", ...rest] = stderr.trimEnd().split("\n");
    assert.match(error, says);
    assert.match(error, /^error: /);
    assert.match(hint, /^hint: .*--help/);
    assert.deepEqual(rest, []);
  });
}

/** They talk to no Kafka, or to one that is declared. */
const otherwise = ["up", "validate", "version", "apply", "diff", "get", "describe", "delete", "wait", "convert"];

for (const { name } of commands.filter((each) => !otherwise.includes(each.name)))
  test(`${name} takes --bootstrap-server, as Kafka's tools do, and --bootstrap-servers`, async () => {
    for (const option of ["-b", "--bootstrap-server", "--bootstrap-servers"]) {
      const { code, stderr } = await run([...name.split(" "), option, "kafka"]);
      assert.equal(code, 2);
      assert.match(stderr, /^error: option '.*' argument 'kafka' is invalid\. "kafka" is no address/);
    }
  });

for (const [shown, others] of Object.entries(spellings))
  test(`${shown} is an option, and ${others.join(", ")} other names for it that the help tells`, async () => {
    const of = commands.filter(({ options }) => options.some(({ flags }) => flags.includes(`${shown} `)));
    assert.notEqual(of.length, 0);
    for (const { name } of of) {
      const { stdout } = await run([...name.split(" "), "--help"]);
      assert.ok(stdout.replaceAll(/\s+/g, " ").includes(`(also ${others.join(", ")}`), stdout);
    }
  });

test("whichever name an option is given under, it is the same, also where the environment says something else", async () => {
  const messages = await Promise.all(
    ["--bootstrap-server", "--bootstrap-servers"].map((option) =>
      millrace(["topics", "list", option, "127.0.0.1:1"], { env: { MILLRACE_BOOTSTRAP_SERVERS: "127.0.0.1:2" } }),
    ),
  );
  for (const { stderr } of messages) assert.match(stderr, /^error: could not connect to 127\.0\.0\.1:1: /);
});

test("another name is understood as the option is: its choices, its numbers", async () => {
  assert.match((await run(["consume", "t", "--max-messages", "0"])).stderr, /'--max-messages.*a whole number from 1/);
  assert.match((await run(["produce", "t", "--compression-codec", "zip"])).stderr, /'--compression-codec.*Allowed choices are none, gzip/);
});

test("a broker that is not there fails a command at once", async () => {
  const { code, stderr } = await millrace(["topics", "list", "--bootstrap-server", "127.0.0.1:1", "--timeout", "10m"]);
  assert.equal(code, 1);
  assert.match(stderr, /^error: could not connect to 127\.0\.0\.1:1: connection refused\nhint: .*running/);
});

test("files that are not there are named", async () => {
  const { code, stderr } = await millrace(["validate", "-f", "no-such-file.yaml"]);
  assert.equal(code, 1);
  assert.match(stderr, /^error: .*no-such-file\.yaml/);
});
