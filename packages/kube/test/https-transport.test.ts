import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { ManualClock, MillraceError } from "@millrace/kit";
import { KubeClient } from "../src/client/client.ts";
import { type KubeObject, namespacedKind } from "../src/client/kube-object.ts";
import { httpsTransport } from "../src/transport/https-transport.ts";
import { readKubeconfig } from "../src/transport/kubeconfig.ts";

const things = namespacedKind<KubeObject>({ apiVersion: "test.io/v1", kind: "Thing", plural: "things" });
const orders = { namespace: "ns", name: "orders" };

async function served(context: TestContext, answer: RequestListener, user: object = { token: "secret" }) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert(typeof address === "object" && address !== null);
  const kubeconfig = {
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server: `http://127.0.0.1:${address.port}/behind/` } }],
    users: [{ name: "u", user }],
  };
  const clock = new ManualClock();
  const access = readKubeconfig([{ file: "config", text: JSON.stringify(kubeconfig), directory: "/" }]);
  const { transport, close } = httpsTransport(access, clock);
  context.after(async () => {
    await close();
    server.closeAllConnections();
    server.close();
  });
  return { client: new KubeClient({ transport, clock }), clock, server };
}

describe("an API server over HTTP", () => {
  it("is asked behind the path of its address, by whom the kubeconfig says, with the length of what is sent", async (context) => {
    const seen: unknown[] = [];
    const { client } = await served(context, async (request, response) => {
      const body = (await request.toArray()).join("");
      const { authorization, "content-length": length } = request.headers;
      seen.push([request.method, request.url, authorization, length, body]);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
    await client.list(things, { labelSelector: "a in (b)" }).catch(() => {});
    await client.delete(things, orders);
    const options = '{"kind":"DeleteOptions","apiVersion":"v1"}';
    assert.deepEqual(seen, [
      ["GET", "/behind/apis/test.io/v1/things?labelSelector=a+in+%28b%29&limit=500", "Bearer secret", undefined, ""],
      ["DELETE", "/behind/apis/test.io/v1/namespaces/ns/things/orders", "Bearer secret", String(options.length), options],
    ]);
  });

  it("gets a token that is in a file as it is now, looked up once a minute", async (context) => {
    const folder = mkdtempSync(join(tmpdir(), "millrace-kube-"));
    context.after(() => rmSync(folder, { recursive: true }));
    const tokenFile = join(folder, "token");
    const seen: Array<string | undefined> = [];
    writeFileSync(tokenFile, "first\n");
    const answer: RequestListener = (request, response) => {
      seen.push(request.headers.authorization);
      response.end("{}");
    };
    const { client, clock } = await served(context, answer, { tokenFile });
    await client.get(things, orders);
    writeFileSync(tokenFile, "second\n");
    await client.get(things, orders);
    clock.advance(60_000);
    await client.get(things, orders);
    assert.deepEqual(seen, ["Bearer first", "Bearer first", "Bearer second"]);
  });

  it("gets a token from a program, and another when that ends or is refused", async (context) => {
    const folder = mkdtempSync(join(tmpdir(), "millrace-exec-"));
    context.after(() => rmSync(folder, { recursive: true }));
    const script = join(folder, "login.mjs");
    writeFileSync(
      script,
      `import { appendFileSync, readFileSync } from "node:fs";
       const file = new URL("count", import.meta.url); appendFileSync(file, "x");
       const count = readFileSync(file).length;
       const { apiVersion, kind, spec } = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
       const token = ["t", process.env.OF, spec.interactive, count].join("-");
       const expirationTimestamp = new Date(Number(process.argv[2]) + count * 60_000).toISOString();
       console.log(JSON.stringify({ apiVersion, kind, status: { token, expirationTimestamp } }));`,
    );
    const version = "client.authentication.k8s.io/v1";
    const exec = {
      command: process.execPath,
      args: [script, String(new ManualClock().now())],
      env: [{ name: "OF", value: "env" }],
      apiVersion: version,
    };
    const seen: Array<string | undefined> = [];
    const answer: RequestListener = (request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(seen.length === 4 ? 401 : 200).end("{}");
    };
    const { client, clock } = await served(context, answer, { exec });
    await Promise.all([client.get(things, orders), client.get(things, orders)]);
    clock.advance(55_000);
    await client.get(things, orders);
    await assert.rejects(client.get(things, orders));
    await client.get(things, orders);
    assert.deepEqual(
      seen,
      ["1", "1", "2", "2", "3"].map((count) => `Bearer t-env-false-${count}`),
    );
    for (const [command, args, why] of [
      ["no-such-program", [], /no-such-program, which is to log in to the cluster, is not there/],
      [process.execPath, ["-e", "console.error('not\\nyou'); process.exit(3)"], /failed: not you/],
      [process.execPath, ["-e", "console.log('{}')"], /wrote no ExecCredential/],
      [process.execPath, ["-e", "console.log('nothing')"], /is no JSON/],
      [process.execPath, ["-p", `JSON.stringify({ kind: "ExecCredential", apiVersion: "${version}", status: {} })`], /gave no token/],
    ] as const) {
      const failing = await served(context, answer, { exec: { command, args, apiVersion: version } });
      await assert.rejects(failing.client.get(things, orders), (thrown) => {
        return thrown instanceof MillraceError && thrown.code === "AUTHENTICATION_FAILED" && why.test(thrown.message);
      });
    }
  });

  it("is told of as unreachable, broken or silent", async (context) => {
    const { client, clock, server } = await served(context, (request, response) => {
      if (request.url?.endsWith("/silent") !== true)
        response.writeHead(200, { "content-length": "100" }).write("{", () => response.destroy());
    });
    const fails = (name: string, code: string) =>
      assert.rejects(client.get(things, { namespace: "ns", name }), (thrown) => thrown instanceof MillraceError && thrown.code === code);
    await fails("broken", "CONNECTION_CLOSED");
    const silent = fails("silent", "TIMED_OUT");
    await once(server, "request");
    clock.advance(30_000);
    await silent;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await fails("away", "CONNECTION_FAILED");
  });

  it("tells a watch's events as they come", async (context) => {
    let write = (_text: string): unknown => assert.fail("there is no watch");
    const { client, server } = await served(context, (_request, response) => {
      write = (text) => response.write(text);
      response.flushHeaders();
    });
    const abort = new AbortController();
    const events = client.watch(things, { timeoutSeconds: 300, silenceMs: 60_000, signal: abort.signal });
    for (const name of ["a", "b"]) {
      const next = events.next();
      if (name === "a") await once(server, "request");
      const object = { metadata: { name } };
      write(`${JSON.stringify({ type: "ADDED", object })}\n`);
      assert.deepEqual(await next, { value: { type: "ADDED", object }, done: false });
    }
    abort.abort(new Error("enough"));
    await assert.rejects(events.next(), /enough/);
  });
});
