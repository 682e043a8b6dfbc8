import assert from "node:assert/strict";
import { test } from "node:test";
import { jsonLogger } from "@millrace/kit";
import { AddressOverrides, clientAddress } from "../src/network/address-overrides.ts";

const lines: Record<string, unknown>[] = [];
const logger = jsonLogger({ level: "info", now: () => 0, write: (line) => lines.push(JSON.parse(line)) });

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("an IPv4 client has the same address on a listener for both families", () => {
  assert.deepEqual(["::ffff:10.0.0.1", "10.0.0.1"].map(clientAddress), ["10.0.0.1", "10.0.0.1"]);
});

for (const [address, asJava] of [
  ["::1", "0:0:0:0:0:0:0:1"],
  ["::", "0:0:0:0:0:0:0:0"],
  ["::ffff:0:1", "0:0:0:0:0:ffff:0:1"],
  ["2001:db8::a:0", "2001:db8:0:0:0:0:a:0"],
  ["2001:0DB8:1:2:3:4:5::", "2001:db8:1:2:3:4:5:0"],
  ["fe80::1%eth0", "fe80:0:0:0:0:0:0:1%eth0"],
  ["in-process", "in-process"],
  ["", ""],
] as const) {
  test(`${address} is written as Java writes it`, () => assert.equal(clientAddress(address), asJava));
}

test("addresses count however they are written, names once they are known, and only the last setting counts", async () => {
  const overrides = new AddressOverrides("a host", logger, async () => "127.0.0.1");
  const given = new Map([
    ["10.0.0.1", 1],
    ["0:0:0:0:0:0:0:1", 2],
    ["::FFFF:10.0.0.2", 3],
    ["localhost", 4],
  ]);
  assert.deepEqual(
    [...overrides.of(given)],
    [
      ["10.0.0.1", 1],
      ["0:0:0:0:0:0:0:1", 2],
      ["10.0.0.2", 3],
    ],
  );
  await settled();
  assert.equal(overrides.of(given).get("127.0.0.1"), 4);
  assert.deepEqual([...overrides.of(new Map([["10.0.0.3", 5]]))], [["10.0.0.3", 5]]);
});

test("a name that nobody knows is told", async () => {
  const nobody = () => Promise.reject(new Error("getaddrinfo ENOTFOUND"));
  new AddressOverrides("a host", logger, nobody).of(new Map([["nobody.invalid", 1]]));
  await settled();
  assert.deepEqual([lines[0]?.host, lines[0]?.error], ["nobody.invalid", "getaddrinfo ENOTFOUND"]);
});
