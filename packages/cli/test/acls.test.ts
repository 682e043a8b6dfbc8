import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Up } from "./millrace.ts";
import { freePort, securedPlatform } from "./secured-platform.ts";

let up: Up;
before(async () => {
  up = await Up.start(securedPlatform(await freePort()));
});
after(() => up.stop());

const acls = (...args: string[]) => up.command(["acls", ...args]);

async function rows(...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await acls(...args);
  assert.equal(code, 0, stderr);
  const [headers, ...lines] = stdout.trimEnd().split("\n");
  assert.match(headers ?? "", /^PRINCIPAL +PERMISSION +OPERATION +RESOURCE +NAME +PATTERN +HOST$/);
  return lines.map((line) => line.split(/ {2,}/).join(" "));
}

test("ACLs are added, listed, chosen and removed", async () => {
  assert.deepEqual(await rows("add", "--principal", "alice", "--consumer", "--topic", "orders", "--group", "billing"), [
    "User:alice allow Read topic orders literal *",
    "User:alice allow Describe topic orders literal *",
    "User:alice allow Read group billing literal *",
  ]);
  await rows("add", "--principal", "User:bob", "--operation", "alterconfigs", "--topic", "ord", "--cluster", "--prefixed", "--host", "::1");
  await rows("add", "--principal", "bob", "--producer", "--transactional-id", "t", "--deny");
  assert.deepEqual(await rows("list"), [
    "User:bob allow AlterConfigs cluster kafka-cluster literal ::1",
    "User:alice allow Read group billing literal *",
    "User:bob allow AlterConfigs topic ord prefixed ::1",
    "User:alice allow Describe topic orders literal *",
    "User:alice allow Read topic orders literal *",
    "User:bob deny Describe transactional-id t literal *",
    "User:bob deny Write transactional-id t literal *",
  ]);
  assert.deepEqual(await rows("list", "--topic", "orders", "--pattern", "match", "--principal", "bob", "--principal", "carol"), [
    "User:bob allow AlterConfigs topic ord prefixed ::1",
  ]);
  assert.deepEqual(await rows("list", "--permission", "deny", "--operation", "write", "--operation", "read"), [
    "User:bob deny Write transactional-id t literal *",
  ]);
  const dry = await rows("remove", "--principal", "bob", "--dry-run");
  assert.equal(dry.length, 4);
  assert.deepEqual((await rows("remove", "--principal", "bob")).sort(), dry.sort());
  assert.equal((await rows("list")).length, 3);
  const { stdout } = await acls("remove", "--topic", "orders", "--operation", "read", "-o", "json");
  assert.deepEqual(JSON.parse(stdout), [
    {
      ...{ principal: "User:alice", permission: "allow", operation: "Read", resourceType: "topic", resourceName: "orders" },
      ...{ patternType: "literal", host: "*", removed: true, error: "NONE" },
    },
  ]);
  assert.equal((await rows("remove", "--all")).length, 2);
  assert.deepEqual(JSON.parse((await acls("list", "--output", "json")).stdout), []);
});

test("names that are made to take a terminal over are shown as text, and are in JSON what they are", async () => {
  const principal = "User:\u001b[2Jeve\nUser:admin \u202e\u009b";
  const shown = "User:\\u001b[2Jeve\\u000aUser:admin \\u202e\\u009b";
  await acls("add", "--principal", principal, "--operation", "read", "--topic", "t");
  assert.deepEqual(await rows("list", "--principal", principal), [`${shown} allow Read topic t literal *`]);
  assert.ok((await up.command(["users", "list"])).stdout.includes(shown.slice("User:".length)));
  const { stdout } = await up.command(["users", "describe", principal.slice("User:".length)]);
  assert.equal(stdout.split("\n")[0], `Name:         ${shown.slice("User:".length)}`);
  const { stderr } = await up.command(["groups", "describe", "\u001b[2Jgroup"]);
  assert.match(stderr, /^error: group \\u001b\[2Jgroup/);
  const [removed] = JSON.parse((await acls("remove", "--principal", principal, "-o", "json")).stdout);
  assert.equal(removed.principal, principal);
});

test("what cannot be added is told, and the rest is added", async () => {
  const { code, stdout, stderr } = await acls(
    "add",
    "--principal",
    "carol",
    "--operation",
    "all",
    "--topic",
    "",
    "--topic",
    "t",
    "-o",
    "json",
  );
  assert.equal(code, 1);
  assert.deepEqual(
    JSON.parse(stdout).map(({ resourceName, added, error }: { resourceName: string; added: boolean; error: string }) => [
      resourceName,
      added,
      error,
    ]),
    [
      ["", false, "INVALID_REQUEST"],
      ["t", true, "NONE"],
    ],
  );
  assert.match(stderr, /^error: the ACL User:carol allow All topic {2}literal \* was not added: INVALID_REQUEST: /);
});

for (const [args, says] of [
  [["add", "--principal", "alice", "--operation", "read"], /of what\? --topic/],
  [["add", "--principal", "alice", "--consumer", "--cluster"], /what may be done with cluster kafka-cluster\?/],
  [["add", "--topic", "t"], /--principal/],
  [["add", "--principal", "User:", "--topic", "t"], /a principal is expected/],
  [["add", "--principal", "a", "--operation", "frob", "--topic", "t"], /one of All, Read, Write/],
  [["remove"], /which ACLs\?/],
] as const) {
  test(`acls ${args.join(" ")} is refused as a wrong command line`, async () => {
    const { code, stderr } = await acls(...args);
    assert.equal(code, 2);
    assert.match(stderr, says);
  });
}
