import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PlainClient } from "../../src/sasl/plain-client.ts";
import { PlainServer } from "../../src/sasl/plain-server.ts";

const passwords = new Map([
  ["alice", "alice's"],
  ["", "nobody's"],
  ["empty", ""],
]);
const step = (text: string) => new PlainServer((user) => passwords.get(user)).step(Buffer.from(text));
const failed = "Authentication failed: ";

test("a client gets in with its password", () => {
  const message = new PlainClient("alice", "alice's").begin().toString();
  assert.deepEqual(step(message), { outcome: "authenticated", message: Buffer.alloc(0), identity: { name: "alice" } });
  assert.equal(step("alice\0alice\0alice's").outcome, "authenticated");
});

describe("refused is", () => {
  const wrong = `${failed}Invalid username or password`;
  const cases: ReadonlyArray<readonly [what: string, message: string, tell: string]> = [
    ["a wrong password", "\0alice\0bob's", wrong],
    ["a password that only begins well", "\0alice\0alice", wrong],
    ["an unknown user", "\0bob\0bob's", wrong],
    ["a user without a password, by any", "\0empty\0x", wrong],
    ["a user without a password, by none", "\0empty\0", `${failed}password not specified`],
    ["no user", "\0\0nobody's", `${failed}username not specified`],
    ["another authorization id", "bob\0alice\0alice's", `${failed}Client requested an authorization id that is different from username`],
    ["nothing at all", "", "Invalid SASL/PLAIN response: expected 3 tokens, got 1"],
    ["two tokens", "\0alice", "Invalid SASL/PLAIN response: expected 3 tokens, got 2"],
    ["many tokens", "\0alice\0alice's\0\0\0\0", "Invalid SASL/PLAIN response: expected 3 tokens, got 4"],
  ];
  for (const [what, message, tell] of cases) test(what, () => assert.deepEqual(step(message), { outcome: "refused", tell }));
});
