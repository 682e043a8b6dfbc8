import assert from "node:assert/strict";
import { test } from "node:test";
import { definitions } from "../src/definitions/index.ts";
import { apiByKey, apis, errorByCode, errors, requestHeaderVersion, responseHeaderVersion } from "../src/index.ts";

test("the table of APIs has every request and response that is defined", () => {
  const requests = definitions.filter((message) => message.type === "request");
  assert.deepEqual(
    Object.values(apis).map((api) => `${api.key} ${api.name}Request`),
    requests.map((message) => `${message.apiKey} ${message.name}`),
  );
  for (const api of Object.values(apis)) {
    assert.equal(api.request.name, `${api.name}Request`);
    assert.equal(api.response.name, `${api.name}Response`);
    assert.equal(api.response.apiKey, api.key);
    assert.equal(apiByKey(api.key), api);
    const unstable = requests.some((message) => message.apiKey === api.key && message.latestVersionUnstable);
    assert.equal(api.maxVersion, unstable ? api.request.maxVersion - 1 : api.request.maxVersion, api.name);
  }
  assert.equal(apiByKey(4), undefined);
});

test("flexible versions have flexible headers, except in front of ApiVersions' response", () => {
  assert.equal(requestHeaderVersion(apis.produce, 8), 1);
  assert.equal(requestHeaderVersion(apis.produce, 9), 2);
  assert.equal(responseHeaderVersion(apis.produce, 8), 0);
  assert.equal(responseHeaderVersion(apis.produce, 9), 1);
  assert.equal(requestHeaderVersion(apis.apiVersions, 3), 2);
  assert.equal(responseHeaderVersion(apis.apiVersions, 3), 0);
  assert.equal(requestHeaderVersion(apis.offsetDelete, 0), 1);
});

test("error codes run from -1 without a gap and are found again", () => {
  const rows = Object.values(errors);
  assert.deepEqual(
    rows.map((row) => row.code),
    Array.from({ length: 135 }, (_, i) => i - 1),
  );
  for (const row of rows) {
    assert.equal(errorByCode(row.code), row);
    assert.equal(errors[row.name], row);
    assert.match(row.message, /^.{5,}\.$/);
  }
  assert.equal(errorByCode(9999), errors.UNKNOWN_SERVER_ERROR);
  assert.deepEqual([errors.NOT_LEADER_OR_FOLLOWER.code, errors.NOT_LEADER_OR_FOLLOWER.retriable], [6, true]);
  assert.deepEqual([errors.REBALANCE_IN_PROGRESS.code, errors.REBALANCE_IN_PROGRESS.retriable], [27, false]);
});
