import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readOptions } from "./options.ts";

describe("options", () => {
  it("without any, try our broker, and a sample on Apache Kafka", () => {
    assert.deepEqual(readOptions([]), { peers: ["millrace"], sampleKafka: true, suites: [], only: "", scale: "everyday", record: false });
  });

  it("--nightly tries all on both", () => {
    const { peers, sampleKafka } = readOptions(["--nightly"]);
    assert.deepEqual({ peers, sampleKafka }, { peers: ["kafka", "kubernetes", "millrace"], sampleKafka: false });
  });

  it("--peer leaves the sample out", () => {
    const { peers, sampleKafka } = readOptions(["--peer", "millrace", "--suite", "java", "--suite", "tools"]);
    assert.deepEqual({ peers, sampleKafka }, { peers: ["millrace"], sampleKafka: false });
  });

  for (const args of [["--peer", "nobody"], ["--unknown"], ["stray"]]) {
    it(`refuses ${args.join(" ")}`, () => assert.throws(() => readOptions(args), { code: "USAGE" }));
  }
});
