import assert from "node:assert/strict";
import { test } from "node:test";
import { silentLogger } from "@millrace/kit";
import { HttpEndpoint, jsonReply } from "../src/index.ts";

const place = { host: "127.0.0.1", port: 0, portSetting: "PORT" };

test("each path answers the methods that it has, and a body up to a size", async () => {
  const get = new Map([["/seen", () => jsonReply(200, { seen: true })]]);
  const post = new Map([["/asked", async (body: string) => jsonReply(200, { length: body.length })]]);
  const endpoint = await HttpEndpoint.listen(place, { get, post }, silentLogger);
  const ask = async (method: string, path: string, body?: string) => {
    const reply = await fetch(`${endpoint.url}${path}`, { method, ...(body === undefined ? {} : { body }) });
    return [reply.status, reply.headers.get("allow"), method === "HEAD" ? "" : await reply.text()];
  };
  try {
    assert.deepEqual(await ask("GET", "/seen"), [200, null, '{"seen":true}\n']);
    assert.deepEqual(await ask("HEAD", "/seen?x=1"), [200, null, ""]);
    assert.deepEqual(await ask("POST", "/asked", "12345"), [200, null, '{"length":5}\n']);
    assert.deepEqual(await ask("POST", "/seen", "1"), [405, "GET, HEAD", '{"error":"/seen answers GET, HEAD only"}\n']);
    assert.deepEqual(await ask("GET", "/asked"), [405, "POST", '{"error":"/asked answers POST only"}\n']);
    assert.equal((await ask("POST", "/nothing", "1"))[0], 404);
    assert.equal((await ask("POST", "/asked", "x".repeat(1_000_000)))[0], 200);
    assert.equal((await ask("POST", "/asked", "x".repeat(1_000_001)))[0], 413);
  } finally {
    await endpoint.close();
  }
});
