import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject, randomBytes, type X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, type TestContext, test } from "node:test";
import type { PeerCertificate, TLSSocket } from "node:tls";
import { ApiServer } from "@millrace/apiserver";
import { type Listening, listen } from "@millrace/apiserver/http";
import { MemoryFiles } from "@millrace/files";
import { type Clock, ManualClock, MillraceError, seededRandom, silentLogger, systemClock } from "@millrace/kit";
import { Informer, KubeClient, KubeRequestError, LeaderElection, leases } from "@millrace/kube";
import { type ClusterAccess, httpsTransport, inClusterAccess, readKubeconfig } from "@millrace/kube/https";
import { type CertificateUse, makeCertificate } from "@millrace/security/certificates";
import { eventually } from "../client/running-broker.ts";

interface Pair {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

function certify(name: string, use: CertificateUse, issuer?: Pair, validToMs = Date.UTC(2049, 0, 1)): Pair {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const validity = { validFromMs: Date.UTC(2020, 0, 1), validToMs };
  const content = { subject: [["CN", name]] as const, publicKey, use, serialNumber: randomBytes(16), ...validity };
  return { certificate: makeCertificate(content, issuer ?? { key: privateKey }), key: privateKey };
}

const authority = certify("authority", { kind: "authority" });
const stranger = certify("stranger", { kind: "authority" });
const use = { kind: "server", names: ["127.0.0.1", "localhost"] } as const;
const right = certify("server", use, authority);
const pem = ({ certificate }: Pair): string => certificate.toString();
const keyPem = ({ key }: Pair): string => key.export({ type: "pkcs8", format: "pem" }).toString();
const base64 = (text: string): string => Buffer.from(text).toString("base64");

const directory = mkdtempSync(join(tmpdir(), "millrace-kube-tls-"));
after(() => rmSync(directory, { recursive: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(directory, name), text);
  return name;
};

/** What a kubeconfig says that has these fields besides the server's address. */
function access(port: number, cluster: object, user: object = { token: "secret" }): ClusterAccess {
  const config = {
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server: `https://127.0.0.1:${port}`, ...cluster } }],
    users: [{ name: "u", user }],
  };
  return readKubeconfig([{ file: "config", text: JSON.stringify(config), directory }]);
}

function clientOf(context: TestContext, way: ClusterAccess, clock: Clock = systemClock): KubeClient {
  const { transport, close } = httpsTransport(way, clock);
  context.after(close);
  return new KubeClient({ transport, clock });
}

const trusting = { "certificate-authority-data": base64(pem(authority)) };

/** A server that knows clients by their certificates, and answers with what it knows. */
async function knowingServer(context: TestContext, pair: Pair): Promise<{ readonly port: number; readonly seen: string[] }> {
  const seen: string[] = [];
  const tls = { cert: pem(pair), key: keyPem(pair), ca: pem(authority), requestCert: true, rejectUnauthorized: false };
  const server = createServer(tls, (request, response) => {
    const { authorized } = request.socket as TLSSocket;
    const peer: Partial<PeerCertificate> = (request.socket as TLSSocket).getPeerCertificate();
    seen.push(`${peer.subject?.CN ?? "nobody"} ${authorized} ${request.headers.authorization ?? "no token"}`);
    response.statusCode = request.headers.authorization === "Bearer old" ? 401 : 200;
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, seen };
}

const orders = { namespace: "default", name: "orders" };

describe("a server of a cluster, by TLS", () => {
  test("knows a client by its certificate, which stands in the kubeconfig or beside it", async (context) => {
    const { port, seen } = await knowingServer(context, right);
    const alice = certify("alice", { kind: "client" }, authority);
    const inside = { "client-certificate-data": base64(pem(alice)), "client-key-data": base64(keyPem(alice)) };
    const beside = { "client-certificate": file("alice.crt", pem(alice)), "client-key": file("alice.key", keyPem(alice)) };
    const caBeside = { "certificate-authority": file("ca.crt", pem(authority)) };
    await clientOf(context, access(port, trusting, inside)).get(leases, orders);
    await clientOf(context, access(port, caBeside, { ...beside, token: "secret" })).get(leases, orders);
    await clientOf(context, access(port, trusting, { username: "bob", password: "pw" })).get(leases, orders);
    assert.deepEqual(seen, ["alice true no token", "alice true Bearer secret", `nobody false Basic ${base64("bob:pw")}`]);
  });

  const distrusted: ReadonlyArray<readonly [what: string, pair: Pair, cluster: object, hint: RegExp]> = [
    ["another authority's", certify("server", use, stranger), trusting, /certificate-authority\?/],
    ["nobody's", right, {}, /certificate-authority\?/],
    ["an expired one", certify("server", use, authority, Date.UTC(2021, 0, 1)), trusting, /has expired/],
    ["one for another name", certify("server", { kind: "server", names: ["elsewhere"] }, authority), trusting, /tls-server-name/],
    ["one for another name than is expected", right, { ...trusting, "tls-server-name": "elsewhere" }, /tls-server-name/],
  ];
  for (const [what, pair, cluster, hint] of distrusted) {
    test(`is told nothing if its certificate is ${what}`, async (context) => {
      const { port, seen } = await knowingServer(context, pair);
      const refused = clientOf(context, access(port, cluster)).get(leases, orders);
      await assert.rejects(refused, (thrown) => {
        assert(thrown instanceof MillraceError);
        assert.deepEqual([thrown.code, hint.test(thrown.hint ?? "")], ["CONNECTION_FAILED", true], `${thrown.message}: ${thrown.hint}`);
        return true;
      });
      assert.deepEqual(seen, []);
    });
  }

  test("may have another name, or any certificate, if the kubeconfig says so", async (context) => {
    const elsewhere = certify("server", { kind: "server", names: ["elsewhere"] }, authority);
    const { port, seen } = await knowingServer(context, elsewhere);
    await clientOf(context, access(port, { ...trusting, "tls-server-name": "elsewhere" })).get(leases, orders);
    await clientOf(context, access(port, { "insecure-skip-tls-verify": true })).get(leases, orders);
    assert.equal(seen.length, 2);
  });

  test("is asked by a pod as its service account, with the token as it is by now", async (context) => {
    const { port, seen } = await knowingServer(context, right);
    const environment = { KUBERNETES_SERVICE_HOST: "127.0.0.1", KUBERNETES_SERVICE_PORT: String(port) };
    assert.equal(inClusterAccess({}, directory), undefined);
    const token = join(directory, file("token", "old\n"));
    file("ca.crt", pem(authority));
    file("namespace", "kafka\n");
    const way = inClusterAccess(environment, directory);
    assert(way !== undefined);
    assert.equal(way.namespace, "kafka");
    const clock = new ManualClock();
    const client = clientOf(context, way, clock);
    // What is refused is read again at once, what is taken after a minute.
    await assert.rejects(client.get(leases, orders), (thrown) => thrown instanceof KubeRequestError && thrown.status.code === 401);
    writeFileSync(token, "new");
    await client.get(leases, orders);
    writeFileSync(token, "newest");
    await client.get(leases, orders);
    clock.advance(60_000);
    await client.get(leases, orders);
    assert.deepEqual(
      seen,
      ["old", "new", "new", "newest"].map((each) => `nobody false Bearer ${each}`),
    );
    assert.throws(() => inClusterAccess(environment, dirname(directory)), /without a token of its service account/);
  });
});

describe("the embedded API, by TLS", () => {
  let api: ApiServer;
  let listening: Listening;
  const identity = async () => ({ certificate: pem(right), key: keyPem(right) });
  const begin = (port: number) => listen(api, { host: "127.0.0.1", port, identity, token: "secret", logger: silentLogger });
  before(async () => {
    api = await ApiServer.open({ files: new MemoryFiles(systemClock), directory: "resources" });
    listening = await begin(0);
  });
  after(async () => {
    await listening.close();
    await api.close();
  });

  test("lets in who has the token, and says so to others", async (context) => {
    const { port } = listening;
    assert.equal((await clientOf(context, access(port, trusting)).list(leases)).items.length, 0);
    const wrong = clientOf(context, access(port, trusting, { token: "wrong" })).list(leases);
    await assert.rejects(wrong, (thrown) => thrown instanceof KubeRequestError && thrown.status.code === 401);
  });

  test("may go away and come back: caches go on, and so does an election", { timeout: 60_000 }, async (context) => {
    const client = clientOf(context, access(listening.port, trusting));
    const parts = { clock: systemClock, random: seededRandom(5), logger: silentLogger };
    const informer = new Informer({ client, kind: leases, ...parts, backOff: { firstMs: 20, lastMs: 100 } });
    context.after(() => informer.close());
    const led: string[] = [];
    const candidate = (identity: string): LeaderElection => {
      const lead = async (signal: AbortSignal): Promise<void> => {
        led.push(identity);
        if (!signal.aborted) await once(signal, "abort");
      };
      const times = { leaseDurationMs: 1_500, renewDeadlineMs: 1_000, retryPeriodMs: 50 };
      const election = new LeaderElection({
        client,
        identity,
        lead,
        ...times,
        ...parts,
        lease: { namespace: "default", name: "operator" },
      });
      election.start();
      return election;
    };
    await informer.start();
    const first = candidate("first");
    await eventually("the first leads", () => first.isLeader);
    const second = candidate("second");
    await eventually("the cache has it", () => informer.cache.get("default/operator")?.spec?.holderIdentity === "first");
    const { port } = listening;
    await listening.close();
    listening = await begin(port);
    const renewed = informer.cache.get("default/operator")?.spec?.renewTime;
    await eventually("it is renewed again", () => informer.cache.get("default/operator")?.spec?.renewTime !== renewed);
    await first.close();
    await eventually("the second leads", () => second.isLeader);
    await eventually("the cache has that, too", () => informer.cache.get("default/operator")?.spec?.holderIdentity === "second");
    assert.deepEqual([led[0], led.at(-1)], ["first", "second"]);
    await second.close();
  });
});
