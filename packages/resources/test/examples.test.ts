import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { noEffectWhenEmbedded } from "../src/embedded/effect.ts";
import { storageOf } from "../src/embedded/node-pools.ts";
import { effectiveConfig, effectiveTopic } from "../src/embedded/single-node.ts";
import { loadPlatform, type Platform } from "../src/load.ts";
import { problemText } from "../src/problem.ts";

const folder = join(import.meta.dirname, "../../../examples");
const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yaml"));

function load(name: string): Platform {
  const { platform, problems } = loadPlatform([{ file: name, text: readFileSync(join(folder, name), "utf8") }]);
  assert.deepEqual(problems.map(problemText), []);
  assert.ok(platform !== undefined);
  return platform;
}

describe("the examples", () => {
  for (const name of names) it(`${name} is a platform without a problem`, () => void load(name));

  it("quickstart takes effect as it is, but for the size of the disk", () => {
    const platform = load("quickstart/platform.yaml");
    assert.deepEqual(
      noEffectWhenEmbedded(platform).map(({ path }) => path),
      ["spec.storage.size"],
    );
    assert.deepEqual(
      [effectiveConfig(platform.kafka), ...platform.topics.map(effectiveTopic)].flatMap(({ warnings }) => warnings),
      [],
    );
    assert.equal(storageOf(platform.nodePools), "persistent");
  });

  it("three-nodes runs on one, with a warning for every count", () => {
    const { kafka, topics } = load("three-nodes/platform.yaml");
    assert.equal(effectiveConfig(kafka).warnings.length, 5);
    assert.deepEqual(
      topics
        .map((topic) => effectiveTopic(topic))
        .map(({ effective, warnings }) => [effective.name, effective.config["min.insync.replicas"], warnings.length]),
      [
        ["orders", "1", 2],
        ["order_status", "1", 2],
      ],
    );
  });
});
