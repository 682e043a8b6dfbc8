import assert from "node:assert/strict";
import { test } from "node:test";
import type { SettledKafka } from "@millrace/controllers";
import { jsonLogger } from "@millrace/kit";
import { KafkaLog } from "../../src/process/kafka-log.ts";

const kafka = { metadata: { namespace: "default", name: "my" } } as SettledKafka["kafka"];
const failed = (message: string) => ({ type: "failed", reason: "FatalProblem", message, state: undefined }) as const;

test("what comes of a Kafka is told when it is something else than before", () => {
  const lines: string[] = [];
  const log = new KafkaLog(jsonLogger({ level: "info", write: (line) => lines.push(line), now: () => 0 }));
  for (const result of [failed("one"), failed("one"), failed("two"), { type: "paused" } as const]) log.settled({ kafka, result });
  log.forget("default/my");
  log.settled({ kafka, result: { type: "paused" } });
  const told = lines.map((line) => JSON.parse(line) as Record<string, string>);
  assert.deepEqual(
    told.map(({ level, message, why }) => [level, message, why]),
    [
      ["warn", "a Kafka can't be brought about", "one"],
      ["warn", "a Kafka can't be brought about", "two"],
      ["info", "a Kafka is paused", undefined],
      ["info", "a Kafka is paused", undefined],
    ],
  );
  assert.equal(told[0]?.kafka, "default/my");
});
