import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { kafkaConfig, kafkaPackages, kafkaVersions } from "../src/kafka-image.ts";
import type { ImageConfig } from "../src/oci-archive.ts";
import { javaagent, operatorConfig, operatorPackages } from "../src/operator-image.ts";

const folder = join(import.meta.dirname, "..");

/** What the last stage of a Containerfile says of an image. */
function read(text: string): { readonly config: ImageConfig; readonly packages: readonly string[]; readonly stage: string } {
  const stage = text.slice(text.lastIndexOf("\nFROM "));
  const all = (instruction: string): readonly string[] =>
    [...stage.matchAll(new RegExp(`^${instruction} (.*)$`, "gm"))].map(([, value = ""]) => value);
  const json = (instruction: string) => all(instruction).map((value) => JSON.parse(value) as readonly string[]);
  const [Cmd] = json("CMD");
  const [Entrypoint] = json("ENTRYPOINT");
  const [packages = ""] = [...stage.matchAll(/apt-get install [^\n]*\\\n *([^\n]*?) *\\\n/g)].map(([, names = ""]) => names);
  return {
    config: {
      ...{ User: all("USER")[0] ?? "", WorkingDir: all("WORKDIR")[0] ?? "", Env: all("ENV") },
      ...(Cmd && { Cmd }),
      ...(Entrypoint && { Entrypoint }),
    },
    packages: packages.split(" "),
    stage,
  };
}

test("Containerfiles say of the images what their makers say", async () => {
  const kafka = read(await readFile(join(folder, "kafka/Containerfile"), "utf8"));
  assert.deepEqual(kafka.config, kafkaConfig);
  assert.deepEqual(kafka.packages, kafkaPackages);
  assert.match(kafka.stage, new RegExp(`^ARG KAFKA_VERSION=${kafkaVersions[0]}$`, "m"));
  const operator = read(await readFile(join(folder, "operator/Containerfile"), "utf8"));
  assert.deepEqual(operator.config, operatorConfig);
  assert.deepEqual(operator.packages, operatorPackages);
  assert.ok(operator.stage.includes(` ${javaagent}\n`));
});

test("Kafka's scripts can be run, and each tool has a class", async () => {
  const bin = join(folder, "kafka/bin");
  const scripts = (await readdir(bin)).filter((name) => name.endsWith(".sh"));
  assert.deepEqual(scripts, ["kafka-run-class.sh", "kafka-server-start.sh", "kafka-tool.sh"]);
  const lines = (await readFile(join(bin, "tools"), "utf8")).trimEnd().split("\n");
  for (const line of lines) assert.match(line, /^(?:kafka|connect)-[a-z0-9-]+ [a-z.]+\.[A-Z]\w+(?: \d+\.\d+:[a-z.]+\.[A-Z]\w+)*$/);
  assert.deepEqual(lines, [...new Set(lines)].sort());
});
