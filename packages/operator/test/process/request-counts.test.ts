import assert from "node:assert/strict";
import { test } from "node:test";
import type { ApiRequest, ApiResponse, Transport } from "@millrace/kube";
import { RequestCounts } from "../../src/process/request-counts.ts";

test("requests are counted by their method and what came of them", async () => {
  const transport: Transport = async ({ path }) => {
    if (path === "/broken") throw new Error("broken");
    return { status: path === "/gone" ? 404 : 200, headers: {} } as ApiResponse;
  };
  const counts = new RequestCounts(transport);
  const ask = (method: string, path: string) => counts.transport({ method, path } as ApiRequest).catch(() => undefined);
  for (const path of ["/there", "/there", "/gone", "/broken"]) await ask("GET", path);
  await ask("PUT", "/there");
  const [family] = counts.metrics();
  assert.equal(family?.name, "rest_client_requests_total");
  assert.deepEqual(
    family?.samples.map(({ labels, value }) => [labels.method, labels.code, value]),
    [
      ["GET", "200", 2],
      ["GET", "404", 1],
      ["GET", "<error>", 1],
      ["PUT", "200", 1],
    ],
  );
});
