import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { diskFiles } from "@millrace/files";
import { silentLogger, systemClock, systemRandom } from "@millrace/kit";
import { type KubernetesApi, startKubernetesApi } from "../src/kubernetes/kubernetes-api.ts";

const root = mkdtempSync(join(tmpdir(), "millrace-kubernetes-test-"));
let directories = 0;
const newDirectory = (): string => join(root, String(directories++));

const start = (directory: string, port?: number): Promise<KubernetesApi> =>
  startKubernetesApi({ files: diskFiles, directory, port, clock: systemClock, random: systemRandom, logger: silentLogger });

interface Access {
  readonly server: string;
  readonly ca: Buffer;
  readonly token: string;
}

function accessOf({ kubeconfig }: KubernetesApi): Access {
  const { clusters, users } = JSON.parse(readFileSync(kubeconfig, "utf8"));
  const { server, "certificate-authority-data": ca } = clusters[0].cluster;
  return { server, ca: Buffer.from(ca, "base64"), token: users[0].user.token };
}

interface Asked {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly body?: Buffer;
  readonly agent?: Agent;
}

function ask({ server, ca, token }: Access, path: string, asked: Asked = {}): Promise<{ status: number; body: string }> {
  const bearer = "token" in asked ? asked.token : token;
  const headers = {
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    ...(asked.body === undefined ? {} : { "content-type": "application/json", "content-length": asked.body.length }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${server}${path}`, { method: asked.method ?? "GET", ca, headers, agent: asked.agent ?? false });
    sent.on("error", reject);
    sent.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      response.on("error", reject);
    });
    sent.end(asked.body);
  });
}

describe("the Kubernetes API over HTTPS", () => {
  after(() => rmSync(root, { recursive: true, force: true }));

  test("comes back at the port that it had, or at another one if that is taken; at the one that is asked for, or not at all", async () => {
    const directory = newDirectory();
    const first = await start(directory);
    await first.close();
    const again = await start(directory);
    assert.equal(again.server, first.server);
    await again.close();
    const port = Number(new URL(first.server).port);
    const other = createServer().listen(port, "127.0.0.1");
    await once(other, "listening");
    const elsewhere = await start(directory);
    assert.notEqual(elsewhere.server, first.server);
    await elsewhere.close();
    await assert.rejects(start(directory, port), { code: "ADDRESS_IN_USE" });
    other.close();
    await once(other, "close");
    const asked = await start(directory, port);
    assert.equal(asked.server, first.server);
    await asked.close();
    writeFileSync(asked.kubeconfig, "no kubeconfig");
    await (await start(directory)).close();
  });

  test("is reached by what its kubeconfig says, which only this user can read", async () => {
    const api = await start(newDirectory());
    const access = accessOf(api);
    assert.equal(access.server, api.server);
    assert.equal(statSync(api.kubeconfig).mode & 0o777, 0o600);
    // The first clients come at once, before TLS is loaded.
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(access, "/api/v1/namespaces/default")));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 200, 200],
    );
    assert.equal(JSON.parse(answers[0]?.body ?? "").kind, "Namespace");
    await api.close();
    await assert.rejects(ask(access, "/version"), { code: "ECONNREFUSED" });
  });

  test("lets nobody in without the token, but for health and version", async () => {
    const api = await start(newDirectory());
    const access = accessOf(api);
    for (const token of [undefined, "", "wrong", `${access.token}x`]) {
      assert.equal((await ask(access, "/api/v1/namespaces", { token })).status, 401);
    }
    assert.equal((await ask(access, "/readyz", { token: undefined })).status, 200);
    assert.equal((await ask(access, "/version", { token: "wrong" })).status, 401);
    await assert.rejects(ask({ ...access, ca: Buffer.alloc(0) }, "/version"), { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
    await api.close();
  });

  test("keeps its authority, its token and its resources from start to start", async () => {
    const directory = newDirectory();
    const first = await start(directory);
    const before = accessOf(first);
    const body = Buffer.from(JSON.stringify({ metadata: { name: "kept" }, data: { a: "b" } }));
    assert.equal((await ask(before, "/api/v1/namespaces/default/configmaps", { method: "POST", body })).status, 201);
    await first.close();
    const second = await start(directory);
    const after = accessOf(second);
    assert.deepEqual([after.token, after.ca], [before.token, before.ca]);
    const kept = await ask({ ...before, server: second.server }, "/api/v1/namespaces/default/configmaps/kept");
    assert.deepEqual([kept.status, JSON.parse(kept.body).data], [200, { a: "b" }]);
    await second.close();
    writeFileSync(join(directory, "kubernetes/credentials.json"), "{}");
    await assert.rejects(start(directory), { code: "DATA_CORRUPT" });
  });

  test("serves one connection's requests in turn, refuses what is too large, and hangs up on who speaks no TLS", async () => {
    const api = await start(newDirectory());
    const access = accessOf(api);
    const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: access.ca });
    for (let turn = 0; turn < 3; turn++) assert.equal((await ask(access, "/api/v1/namespaces", { agent })).status, 200);
    assert.equal(Object.values(agent.freeSockets).flat().length, 1);
    for (const size of [3 * 1024 * 1024 + 1, 20 * 1024 * 1024]) {
      const large = await ask(access, "/api/v1/namespaces", { method: "POST", body: Buffer.alloc(size, " "), agent });
      assert.deepEqual([large.status, JSON.parse(large.body).reason], [413, "RequestEntityTooLarge"]);
    }
    const unknown = await ask(access, "/api/v1/namespaces", {
      method: "POST",
      body: Buffer.alloc(20 * 1024 * 1024),
      token: "wrong",
      agent,
    });
    assert.equal(unknown.status, 401);
    assert.equal((await ask(access, "/api/v1/namespaces", { agent })).status, 200);
    agent.destroy();
    const stranger = connect(Number(new URL(api.server).port), "127.0.0.1");
    stranger.write("GET / HTTP/1.1\r\n\r\n");
    await new Promise((resolve) => stranger.on("close", resolve).on("error", () => {}));
    await api.close();
  });

  test("ends watches when it stops, whoever is still watching", async () => {
    const api = await start(newDirectory());
    const access = accessOf(api);
    const begun = Promise.withResolvers<void>();
    const ended = new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${access.token}` };
      const sent = request(`${access.server}/api/v1/namespaces?watch=true`, { ca: access.ca, headers }, (response) => {
        response.on("data", () => begun.resolve());
        response.on("close", resolve).on("error", () => {});
      });
      sent.on("error", reject).end();
    });
    await begun.promise;
    await api.close();
    await ended;
  });
});
