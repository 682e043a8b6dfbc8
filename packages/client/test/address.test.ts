import assert from "node:assert/strict";
import { test } from "node:test";
import { addressText } from "@millrace/kit";
import { parseBootstrapServers } from "../src/net/address.ts";

test("bootstrap servers are read from text and from lists", () => {
  const two = [
    { host: "kafka-1", port: 9092 },
    { host: "::1", port: 19092 },
  ];
  assert.deepEqual(parseBootstrapServers("kafka-1:9092, [::1]:19092"), two);
  assert.deepEqual(parseBootstrapServers(["kafka-1:9092", "[::1]:19092"]), two);
  assert.deepEqual(two.map(addressText), ["kafka-1:9092", "[::1]:19092"]);
});

for (const wrong of [
  "",
  " , ",
  "kafka",
  "kafka:",
  ":9092",
  "kafka:0",
  "kafka:65536",
  "kafka:9092x",
  "http://kafka:9092",
  "::1:9092",
  "a b:1",
]) {
  test(`"${wrong}" is refused`, () => assert.throws(() => parseBootstrapServers(wrong), { code: "CONFIG_INVALID" }));
}
