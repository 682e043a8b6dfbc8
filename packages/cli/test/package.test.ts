import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";

const root = join(import.meta.dirname, "../../..");
const cli = join(root, "packages/cli");
const folder = mkdtempSync(join(tmpdir(), "millrace-package-test-"));
const installed = join(folder, "node_modules/millrace");

/** What programs that use it may have besides. */
const others = ["kafkajs", "@platformatic/kafka", "@types/node"];
const compilerOptions = {
  ...{ target: "es2024", module: "nodenext", strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
  ...{ skipLibCheck: false, noEmit: true, lib: ["es2024"] },
};

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "" } });
  assert.equal(status, 0, `${command} ${args.join(" ")}\n${stdout}\n${stderr}`);
  return stdout;
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const manifestIn = (directory: string): Manifest => JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
const directoryOf = (name: string): string => join(root, "node_modules", name);

/** What npm fetches with the package, as far as it is for this machine: where it is here. */
function fetched(): readonly string[] {
  const names = Object.keys(manifestIn(cli).dependencies ?? {});
  const builds = names.flatMap((name) => Object.keys(manifestIn(directoryOf(name)).optionalDependencies ?? {}));
  return [...names, ...builds].map(directoryOf).filter((directory) => existsSync(directory));
}

/** Installs as on a machine that npm has never been used on, with everything that it would fetch in files beside. */
function install(): void {
  const packed = JSON.parse(run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder, cli, ...fetched()], folder));
  const files = Object.values(packed as Readonly<Record<string, { readonly filename: string }>>).map(({ filename }) => `./${filename}`);
  run("npm", ["install", "--offline", "--cache", join(folder, "cache"), "--no-audit", "--no-fund", ...files], folder);
}

const tool = (name: string) => join(root, "node_modules/.bin", name);
const examples = [...readFileSync(join(root, "docs/library.md"), "utf8").matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(
  ([, text]) => text ?? "",
);

function compile(project: string, options: object, files: readonly string[]): void {
  writeFileSync(join(folder, project), JSON.stringify({ compilerOptions: { ...compilerOptions, ...options }, files }));
  run(tool("tsc"), ["-p", project], folder);
}

describe("the published package in a fresh folder", { timeout: 240_000 }, () => {
  before(() => {
    run(tool("tsc"), ["-b"], root);
    run(process.execPath, ["scripts/declarations.mjs"], root);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "fresh", private: true, type: "module" }));
    install();
    for (const name of others) {
      const link = join(folder, "node_modules", name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(root, "node_modules", name), link);
    }
    for (const [at, text] of examples.entries()) writeFileSync(join(folder, `example-${at}.ts`), text);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const skip = existsSync(tool("publint")) ? false : "publint is not installed: npm ci";
  test("its metadata leads every tool to files that are there", { skip }, () => {
    run(tool("publint"), ["--strict", installed], folder);
  });

  test("its declarations stand alone: without those of Node, and checked themselves", () => {
    const text = `import { type FaultRule, MillraceError, type Platform, startPlatform } from "millrace";
      const rule: FaultRule = { api: ["Produce", "Fetch"], error: "NOT_LEADER_OR_FOLLOWER", share: 0.5 };
      const platform: Platform = await startPlatform({ now: new Date(0) });
      try { platform.faults.add(rule); } catch (thrown) { if (thrown instanceof MillraceError) thrown.hint; }
      await platform.stop();
      // @ts-expect-error: no such API
      const wrong: FaultRule = { api: "produce", delayMs: 1 };
      export { wrong };`;
    writeFileSync(join(folder, "alone.ts"), text);
    compile("alone.json", { types: [] }, ["alone.ts"]);
  });

  test("the examples of the documentation compile", () => {
    assert.ok(examples.length >= 4);
    compile(
      "examples.json",
      { types: ["node"] },
      examples.map((_, at) => `example-${at}.ts`),
    );
  });

  for (const at of examples.keys())
    test(`example ${at + 1} of the documentation runs`, () => {
      run(process.execPath, [`example-${at}.ts`], folder);
    });

  test("another client sees faults as Kafka's errors, too", () => {
    const text = `import assert from "node:assert/strict";
      import { Producer, stringSerializers } from "@platformatic/kafka";
      import { startPlatform } from "millrace";
      const platform = await startPlatform({ resources: [{ apiVersion: "kafka.strimzi.io/v1", kind: "KafkaTopic",
        metadata: { name: "t", labels: { "strimzi.io/cluster": "test" } }, spec: { partitions: 1 } }] });
      const producer = new Producer({ clientId: "p", bootstrapBrokers: [platform.bootstrapServers], serializers: stringSerializers, retries: 2, retryDelay: 10 });
      const send = () => producer.send({ messages: [{ topic: "t", value: "1" }] });
      const denied = platform.faults.add({ api: "Produce", clientId: "p", error: "TOPIC_AUTHORIZATION_FAILED" });
      await assert.rejects(send(), (thrown) => JSON.stringify(thrown, ["errors", "apiId", "apiCode", "message", "code"]).includes("TOPIC_AUTHORIZATION_FAILED"));
      denied.clear();
      const moved = platform.faults.add({ api: "Produce", topic: "t", error: "NOT_LEADER_OR_FOLLOWER", times: 1 });
      await send();
      assert.equal(moved.hits, 1);
      await producer.close();
      await platform.stop();`;
    writeFileSync(join(folder, "platformatic.ts"), text);
    run(process.execPath, ["platformatic.ts"], folder);
  });

  test("the command is there, too, and runs a platform", async () => {
    const command = join(folder, "node_modules/.bin/millrace");
    assert.match(run(process.execPath, [command, "--version"], folder), /^millrace \d/);
    const [kafka, pool] = [
      {
        kind: "Kafka",
        metadata: { name: "c" },
        spec: { kafka: { listeners: [{ name: "plain", port: 9092, type: "internal", tls: false }] } },
      },
      {
        ...{ kind: "KafkaNodePool", metadata: { name: "n", labels: { "strimzi.io/cluster": "c" } } },
        spec: { replicas: 1, roles: ["controller", "broker"], storage: { type: "ephemeral" } },
      },
    ].map((resource) => JSON.stringify({ apiVersion: "kafka.strimzi.io/v1", ...resource }));
    writeFileSync(join(folder, "platform.yaml"), `${kafka}\n---\n${pool}\n`);
    const up = spawn(process.execPath, [command, "up", "-f", "platform.yaml", "--port", "0", "-o", "json"], { cwd: folder });
    const [line] = await once(up.stdout.setEncoding("utf8"), "data");
    const { ready, kafka: reached } = JSON.parse(line);
    assert.equal(ready, true);
    const topics = run(process.execPath, [command, "topics", "create", "t", "-b", reached.bootstrapServers], folder);
    assert.match(topics, /topic t/);
    up.kill("SIGINT");
    assert.deepEqual(await once(up, "close"), [0, null]);
  });
});
