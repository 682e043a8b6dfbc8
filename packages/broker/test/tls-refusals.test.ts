import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as connectTcp, createServer } from "node:net";
import { describe, test } from "node:test";
import { type ConnectionOptions, connect } from "node:tls";
import { certificatePem, certify } from "./harness/certificates.ts";
import { authority, eventually, startTlsBroker, trusting, withCertificate, writeKeyStore } from "./harness/tls-broker.ts";

const strangers = certify("authority", { kind: "authority" });
const stranger = certify("alice", { kind: "client" }, { issuer: strangers });
const required = { "listener.name.tls-9093.ssl.client.auth": "required" };

/** All records that the broker sends to a client: type and length of each. */
async function recordsFor(port: number, options: ConnectionOptions): Promise<string[]> {
  const sent: Buffer[] = [];
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const between = createServer((client) => {
    const broker = connectTcp(port, "127.0.0.1");
    client.on("data", (bytes) => broker.write(bytes));
    broker.on("data", (bytes) => {
      sent.push(bytes);
      client.write(bytes);
    });
    broker.on("close", () => {
      client.destroy();
      end();
    });
    for (const socket of [client, broker]) socket.on("error", () => {});
  });
  await new Promise<void>((ready) => between.listen(0, "127.0.0.1", ready));
  const address = between.address();
  const socket = connect({ port: typeof address === "object" ? (address?.port ?? 0) : 0, ...options }).on("error", () => {});
  socket.resume();
  await ended;
  socket.destroy();
  between.close();
  const all = Buffer.concat(sent);
  const records: string[] = [];
  for (let at = 0; at < all.length; at += 5 + all.readUInt16BE(at + 3)) records.push(`${all[at]} of ${all.readUInt16BE(at + 3)}`);
  return records;
}

describe("clients that are refused", () => {
  for (const [version, alert] of [
    ["TLSv1.2", "21 of 2"],
    ["TLSv1.3", "23 of 19"],
  ] as const) {
    test(`are sent nothing behind the alert over ${version}: no ticket, and no record with the number that the alert has`, async () => {
      const { broker, port } = await startTlsBroker(required);
      const only = { minVersion: version, maxVersion: version } as const;
      for (const options of [trusting, withCertificate(stranger)]) {
        const records = await recordsFor(port, { ...options, ...only });
        assert.equal(records.at(-1), alert);
        assert.equal(records.filter((record) => record === alert).length, 1);
      }
      await broker.stop();
    });
  }
});

describe("brokers whose certificate a client refuses", () => {
  const mistrusting = { host: "127.0.0.1", ca: certificatePem(strangers) };
  const otherHost = certify("broker", { kind: "server", names: ["kafka.example.com"] }, { issuer: authority });
  const cases: [what: string, change: Parameters<typeof startTlsBroker>[2], options: ConnectionOptions, error: RegExp][] = [
    ["an untrusted one", undefined, mistrusting, /SELF_SIGNED|UNABLE_TO/],
    ["one for another host", (files) => writeKeyStore(files, otherHost), trusting, /ALTNAME/],
  ];
  for (const [what, prepare, options, error] of cases) {
    test(`${what}: the client says why, and the log tells it once`, async () => {
      const { broker, clock, port, failures, lines } = await startTlsBroker({}, "SSL", prepare);
      for (let attempt = 0; attempt < 3; attempt++) {
        const socket = connect({ port, ...options });
        const [failure] = (await once(socket, "error")) as [NodeJS.ErrnoException];
        assert.match(failure.code ?? "", error);
      }
      await eventually(() => failures().length > 0);
      assert.equal(new Set(failures()).size, failures().length, failures().join("; "));
      clock.advance(61_000);
      assert.ok(lines.some(({ message }) => message === "more of the same was not logged"));
      await broker.stop();
    });
  }
});
