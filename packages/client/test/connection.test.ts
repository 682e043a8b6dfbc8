import assert from "node:assert/strict";
import { test } from "node:test";
import { ManualClock, MillraceError } from "@millrace/kit";
import { apis, errors } from "@millrace/protocol";
import { Connection } from "../src/net/connection.ts";
import { negotiateVersions } from "../src/net/versions.ts";
import { ScriptedPeer } from "./support/scripted-peer.ts";

const address = { host: "broker", port: 9092 };
const { heartbeat, apiVersions } = apis;
const draft = { groupId: "g", memberId: "m", generationId: 1 };

function connected() {
  const peer = new ScriptedPeer();
  const clock = new ManualClock();
  const connection = new Connection(peer.stream, { address, clientId: "tester", clock, frameBytesMax: 1000 });
  return { peer, clock, connection };
}

test("requests leave without waiting for replies, which come back in order", async () => {
  const { peer, connection } = connected();
  const replies = [1, 2, 3].map(() => connection.request(heartbeat, 4, draft, 1000));
  const received = [await peer.next(), await peer.next(), await peer.next()];
  assert.deepEqual(
    received.map(({ correlationId, clientId }) => [correlationId, clientId]),
    [
      [0, "tester"],
      [1, "tester"],
      [2, "tester"],
    ],
  );
  for (const [at, each] of received.entries()) peer.answer(each, heartbeat, { errorCode: at });
  assert.deepEqual(
    (await Promise.all(replies)).map(({ errorCode }) => errorCode),
    [0, 1, 2],
  );
  connection.close();
});

test("a reply that does not come in time closes the connection for all", async () => {
  const { clock, connection, peer } = connected();
  const replies = [connection.request(heartbeat, 4, draft, 1000), connection.request(heartbeat, 4, draft, 9000)];
  await peer.next();
  clock.advance(1000);
  for (const reply of replies)
    await assert.rejects(reply, { code: "TIMED_OUT", message: /broker:9092 did not answer Heartbeat in 1000 ms/ });
  assert.equal(connection.usable, false);
  await assert.rejects(connection.request(heartbeat, 4, draft, 1000), { code: "TIMED_OUT" });
});

test("a reply in time is not timed out later", async () => {
  const { peer, clock, connection } = connected();
  const reply = connection.request(heartbeat, 4, draft, 1000);
  peer.answer(await peer.next(), heartbeat, {});
  await reply;
  clock.advance(5000);
  assert.ok(connection.usable);
  connection.close();
});

test("requests without a reply are failed when the other end closes", async () => {
  const { peer, connection } = connected();
  const reply = connection.request(heartbeat, 4, draft, 1000);
  await peer.next();
  peer.close();
  await assert.rejects(reply, { code: "CONNECTION_CLOSED", message: /broker:9092/ });
});

const rubbish: ReadonlyArray<readonly [what: string, bytes: Buffer]> = [
  ["a reply to another request", Buffer.from([0, 0, 0, 8, 0, 0, 0, 7, 0, 0, 0, 0])],
  ["a reply that is cut short", Buffer.from([0, 0, 0, 5, 0, 0, 0, 0, 0])],
  ["a reply without a header", Buffer.from([0, 0, 0, 2, 0, 0])],
  ["a reply that is too large", Buffer.from([0, 0, 4, 0])],
  ["the beginning of a TLS alert", Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x50])],
];

for (const [what, bytes] of rubbish) {
  test(`${what} is a violation of the protocol and ends the connection`, async () => {
    const { peer, connection } = connected();
    const replies = [connection.request(heartbeat, 4, draft, 1000), connection.request(heartbeat, 4, draft, 1000)];
    await peer.next();
    peer.sendBytes(bytes);
    for (const reply of replies) await assert.rejects(reply, { code: "PROTOCOL_VIOLATION" });
    assert.equal(connection.usable, false);
  });
}

test("a draft that can't be said in a version fails by itself", async () => {
  const { peer, connection } = connected();
  await assert.rejects(connection.request(heartbeat, 0, { ...draft, groupInstanceId: "i" }, 1000), { code: "UNSUPPORTED_VERSION" });
  const reply = connection.request(heartbeat, 4, draft, 1000);
  peer.answer(await peer.next(), heartbeat, {});
  assert.equal((await reply).errorCode, 0);
  connection.close();
});

test("versions are asked for in the newest form", async () => {
  const { peer, connection } = connected();
  const served = negotiateVersions(connection, 1000);
  const asked = await peer.next();
  assert.equal(asked.version, apiVersions.maxVersion);
  assert.deepEqual(asked.request, { clientSoftwareName: "millrace", clientSoftwareVersion: "0.1.0" });
  peer.answer(asked, apiVersions, { apiKeys: [{ apiKey: 12, minVersion: 0, maxVersion: 3 }] });
  assert.deepEqual(await served, new Map([[12, { first: 0, last: 3 }]]));
  connection.close();
});

test("a broker that does not know that form is asked in one that it names (KIP-511)", async () => {
  const { peer, connection } = connected();
  const served = negotiateVersions(connection, 1000);
  const refused = { errorCode: errors.UNSUPPORTED_VERSION.code, apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 2 }] };
  peer.answer(await peer.next(), apiVersions, refused, 0);
  const again = await peer.next();
  assert.equal(again.version, 2);
  peer.answer(again, apiVersions, { apiKeys: [{ apiKey: 3, minVersion: 0, maxVersion: 7 }] });
  assert.deepEqual(await served, new Map([[3, { first: 0, last: 7 }]]));
  connection.close();
});

test("a broker that names nothing is asked in version 0", async () => {
  const { peer, connection } = connected();
  const served = negotiateVersions(connection, 1000);
  peer.answer(await peer.next(), apiVersions, { errorCode: errors.UNSUPPORTED_VERSION.code }, 0);
  const again = await peer.next();
  assert.equal(again.version, 0);
  peer.answer(again, apiVersions, { errorCode: errors.UNSUPPORTED_VERSION.code });
  await assert.rejects(served, (thrown) => thrown instanceof MillraceError && thrown.code === "UNSUPPORTED_VERSION");
  connection.close();
});
