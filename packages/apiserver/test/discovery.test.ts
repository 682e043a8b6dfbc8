import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Running } from "./running.ts";

const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

describe("discovery", () => {
  let server: Running;
  before(async () => {
    server = await Running.start();
  });
  after(() => server.close());

  test("names the groups, and the kinds of each, one by one or all at once", async () => {
    const { groups } = await server.get("/apis");
    const names = groups.map(({ name }: { name: string }) => name);
    assert.deepEqual(names.at(-1), "kafka.strimzi.io");
    const all = await server.get("/apis", { accept: aggregated });
    assert.deepEqual(
      all.items.map((item: { metadata: { name: string } }) => item.metadata.name),
      names,
    );
    for (const { preferredVersion } of groups) {
      const { kind, groupVersion } = await server.get(`/apis/${preferredVersion.groupVersion}`);
      assert.deepEqual([kind, groupVersion], ["APIResourceList", preferredVersion.groupVersion]);
    }
    const core = await server.get("/api/v1");
    const plurals = core.resources.map(({ name }: { name: string }) => name);
    assert.deepEqual(plurals, [
      "configmaps",
      "events",
      "namespaces",
      "namespaces/finalize",
      "namespaces/status",
      "secrets",
      "serviceaccounts",
    ]);
  });

  test("says what kubectl needs of our kinds: short names, scope, subresources", async () => {
    const { resources } = await server.get("/apis/kafka.strimzi.io/v1");
    // biome-ignore lint/suspicious/noExplicitAny: as any client does
    const named = (name: string): any => resources.find((each: { name: string }) => each.name === name);
    assert.deepEqual([named("kafkatopics").shortNames, named("kafkatopics").namespaced], [["kt"], true]);
    assert.equal(named("kafkanodepools/scale").kind, "Scale");
    assert.equal(named("kafkatopics/scale"), undefined);
  });

  test("gives the schema of each kind, with the patches that it takes, under an address that names its content", async () => {
    const { paths } = await server.get("/openapi/v3");
    for (const [path, { serverRelativeURL }] of Object.entries<{ serverRelativeURL: string }>(paths)) {
      const document = await server.get(serverRelativeURL);
      assert.ok(serverRelativeURL.startsWith(`/openapi/v3/${path}?hash=`));
      assert.ok(Object.keys(document.components.schemas).length > 0, path);
    }
    const ours = await server.get("/openapi/v3/apis/kafka.strimzi.io/v1");
    const { patch } = ours.paths["/apis/kafka.strimzi.io/v1/namespaces/{namespace}/kafkatopics/{name}"];
    assert.ok(patch.parameters.some(({ name }: { name: string }) => name === "fieldValidation"));
    assert.ok(!("application/strategic-merge-patch+json" in patch.requestBody.content));
  });

  test("tells in the older form only what kubectl wants to know of kinds that are in none", async () => {
    const accept = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    const body = await server.get("/openapi/v2", { accept });
    for (const text of ["2.0", "/api/v1/namespaces/{name}", "fieldValidation", 'group: ""\nkind: Namespace\nversion: v1\n'])
      assert.ok(body.includes(text), text);
  });

  test("answers who somebody is, and that he may", async () => {
    const may = { spec: { resourceAttributes: { verb: "delete", resource: "kafkatopics" } } };
    const { status, body } = await server.ask("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", may);
    assert.deepEqual([status, body.status, body.spec], [201, { allowed: true }, may.spec]);
  });
});
