import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { kafka, Running, topic } from "./running.ts";

const topics = `${kafka}/namespaces/default/kafkatopics`;
const somebody = { "impersonate-user": "somebody" };

describe("a request in somebody else's name", () => {
  let server: Running;
  before(async () => {
    server = await Running.start();
    await server.make(topics, topic("orders"));
  });
  after(() => server.close());

  const refused: ReadonlyArray<readonly [method: string, path: string, why: string]> = [
    ["GET", topics, 'list resource "kafkatopics" in API group "kafka.strimzi.io" in the namespace "default"'],
    ["GET", `${topics}?watch=true`, 'watch resource "kafkatopics" in API group "kafka.strimzi.io" in the namespace "default"'],
    ["GET", `${topics}/orders/status`, 'get resource "kafkatopics/status" in API group "kafka.strimzi.io" in the namespace "default"'],
    ["DELETE", topics, 'deletecollection resource "kafkatopics" in API group "kafka.strimzi.io" in the namespace "default"'],
    ["GET", "/api/v1/namespaces", 'list resource "namespaces" in API group "" at the cluster scope'],
    ["GET", "/nothing", 'get path "/nothing"'],
  ];
  for (const [method, path, why] of refused) {
    test(`is refused to ${why}`, async () => {
      const { status, body } = await server.ask(method, path, undefined, somebody);
      assert.deepEqual([status, body.reason], [403, "Forbidden"]);
      assert.ok(body.message.endsWith(`orbidden: User "somebody" cannot ${why}`), body.message);
    });
  }

  test("may ask what kinds there are, and about himself", async () => {
    assert.equal((await server.get("/apis", somebody)).kind, "APIGroupList");
    const about = async (group: string, plural: string) => {
      const path = `/apis/${group}/v1/${plural}`;
      return (await server.ask("POST", path, {}, { ...somebody, "impersonate-group": "one, two" })).body.status;
    };
    assert.deepEqual(await about("authentication.k8s.io", "selfsubjectreviews"), {
      userInfo: { username: "somebody", groups: ["one", "two", "system:authenticated"] },
    });
    assert.deepEqual(await about("authorization.k8s.io", "selfsubjectaccessreviews"), { allowed: false });
  });

  test("may do everything as an administrator, and names no groups without a user", async () => {
    const administrators = { "impersonate-group": "system:masters" };
    assert.equal((await server.get(topics, { ...somebody, ...administrators })).items.length, 1);
    assert.equal((await server.ask("GET", topics, undefined, administrators)).status, 500);
  });
});
