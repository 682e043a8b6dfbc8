import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { kafka, Running, topic } from "./running.ts";

const topics = `${kafka}/namespaces/default/kafkatopics`;
const secrets = "/api/v1/namespaces/default/secrets";

describe("resources", () => {
  let server: Running;
  before(async () => {
    server = await Running.start();
  });
  after(() => server.close());

  test("a new one gets what the server decides, and no status from its maker", async () => {
    const made = await server.make(topics, { ...topic("a"), status: { topicName: "x" } });
    assert.match(made.metadata.uid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.match(made.metadata.creationTimestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(made.metadata.generation, 1);
    assert.equal(made.metadata.namespace, "default");
    assert.ok(Number(made.metadata.resourceVersion) > 0);
    assert.ok(!("status" in made));
  });

  test("a name is generated from its beginning", async () => {
    const made = await server.make(topics, { ...topic(""), metadata: { generateName: "orders-" } });
    assert.match(made.metadata.name, /^orders-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  test("what is there already, is not there, or is called otherwise is refused as on a cluster", async () => {
    await server.make(topics, topic("taken"));
    const again = await server.ask("POST", topics, topic("taken"));
    assert.deepEqual(
      [again.status, again.body],
      [
        409,
        {
          kind: "Status",
          apiVersion: "v1",
          metadata: {},
          status: "Failure",
          message: 'kafkatopics.kafka.strimzi.io "taken" already exists',
          reason: "AlreadyExists",
          details: { name: "taken", group: "kafka.strimzi.io", kind: "kafkatopics" },
          code: 409,
        },
      ],
    );
    const absent = await server.ask("GET", `${topics}/absent`);
    assert.deepEqual(
      [absent.status, absent.body.reason, absent.body.message],
      [404, "NotFound", 'kafkatopics.kafka.strimzi.io "absent" not found'],
    );
    const elsewhere = await server.ask("POST", `${kafka}/namespaces/nowhere/kafkatopics`, topic("b"));
    assert.deepEqual([elsewhere.status, elsewhere.body.message], [404, 'namespaces "nowhere" not found']);
    const bad = await server.ask("POST", topics, topic("A_b"));
    assert.equal(bad.status, 422);
    assert.match(
      bad.body.message,
      /^KafkaTopic\.kafka\.strimzi\.io "A_b" is invalid: metadata\.name: Invalid value: "A_b": a lowercase RFC 1123/,
    );
    assert.equal(bad.body.details.causes[0].field, "metadata.name");
  });

  test("only changes of what is declared count as a generation, and status has a door of its own", async () => {
    const made = await server.make(topics, topic("counted"));
    const url = `${topics}/counted`;
    const labelled = await server.ask("PUT", url, { ...made, metadata: { ...made.metadata, labels: { a: "b" } } });
    assert.deepEqual([labelled.status, labelled.body.metadata.generation], [200, 1]);
    const changed = await server.ask("PUT", url, { ...labelled.body, spec: { partitions: 2 }, status: { topicName: "no" } });
    assert.equal(changed.body.metadata.generation, 2);
    assert.ok(!("status" in changed.body));
    const status = await server.ask("PUT", `${url}/status`, { ...changed.body, spec: { partitions: 9 }, status: { topicName: "yes" } });
    assert.deepEqual(status.body.status, { topicName: "yes" });
    assert.deepEqual([status.body.spec.partitions, status.body.metadata.generation], [2, 2]);
  });

  test("who has not seen the latest change is refused; who changes nothing changes nothing", async () => {
    const made = await server.make(topics, topic("raced"));
    const url = `${topics}/raced`;
    const first = await server.ask("PUT", url, { ...made, spec: { partitions: 2 } });
    const late = await server.ask("PUT", url, { ...made, spec: { partitions: 3 } });
    assert.deepEqual([late.status, late.body.reason], [409, "Conflict"]);
    assert.match(
      late.body.message,
      /^Operation cannot be fulfilled on kafkatopics\.kafka\.strimzi\.io "raced": the object has been modified;/,
    );
    const same = await server.ask("PUT", url, first.body);
    assert.equal(same.body.metadata.resourceVersion, first.body.metadata.resourceVersion);
    const { resourceVersion, ...unversioned } = first.body.metadata;
    const blind = await server.ask("PUT", url, { ...first.body, metadata: unversioned });
    assert.deepEqual([blind.status, blind.body.details.causes[0].field], [422, "metadata.resourceVersion"]);
  });

  test("of many at once that change the same object, one wins each round", async () => {
    const made = await server.make(topics, topic("contested"));
    const answers = await Promise.all(
      [2, 3, 4, 5].map((partitions) => server.ask("PUT", `${topics}/contested`, { ...made, spec: { partitions } })),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409]);
  });

  test("a dry run answers as if, and leaves no trace", async () => {
    const { status, body } = await server.ask("POST", `${topics}?dryRun=All`, topic("dry"));
    assert.deepEqual([status, body.metadata.name], [201, "dry"]);
    assert.equal((await server.ask("GET", `${topics}/dry`)).status, 404);
  });

  test("a Secret's texts become data, its type is Opaque and stays, and what is immutable cannot be changed", async () => {
    const made = await server.make(secrets, { metadata: { name: "s" }, stringData: { a: "b" }, immutable: true });
    assert.deepEqual([made.data, made.type, "stringData" in made], [{ a: "Yg==" }, "Opaque", false]);
    const changed = await server.ask("PUT", `${secrets}/s`, { ...made, data: { a: "Yw==" } });
    assert.deepEqual(
      [changed.status, changed.body.details.causes[0].message],
      [422, "Forbidden: field is immutable when `immutable` is set"],
    );
  });

  test("an event is one thing in two groups", async () => {
    const event = {
      metadata: { name: "e", namespace: "default" },
      involvedObject: { kind: "KafkaTopic", name: "a", namespace: "default" },
      reason: "Created",
      message: "it is there",
      type: "Normal",
      count: 2,
    };
    await server.make("/api/v1/namespaces/default/events", event);
    const newer = await server.get("/apis/events.k8s.io/v1/namespaces/default/events/e");
    assert.deepEqual(
      [newer.apiVersion, newer.note, newer.regarding.name, newer.deprecatedCount],
      ["events.k8s.io/v1", "it is there", "a", 2],
    );
    const found = await server.get("/api/v1/events?fieldSelector=involvedObject.name=a,reason=Created");
    assert.equal(found.items.length, 1);
  });

  test("a lease can be made by an update, and be changed only by who has seen it", async () => {
    const url = "/apis/coordination.k8s.io/v1/namespaces/default/leases/l";
    const lease = { metadata: { name: "l" }, spec: { holderIdentity: "me" } };
    const made = await server.ask("PUT", url, lease);
    assert.equal(made.status, 201);
    assert.equal((await server.ask("PUT", url, { ...lease, spec: { holderIdentity: "you" } })).status, 422);
    assert.equal((await server.ask("PUT", url, { ...made.body, spec: { holderIdentity: "you" } })).status, 200);
  });

  test("scale reads and sets the replicas of a kind that has them", async () => {
    const pools = `${kafka}/namespaces/default/kafkanodepools`;
    const pool = (name: string, spec: unknown) => ({ apiVersion: "kafka.strimzi.io/v1", kind: "KafkaNodePool", metadata: { name }, spec });
    await server.make(pools, pool("p", { replicas: 3, roles: ["broker"], storage: { type: "ephemeral" } }));
    const wrong = await server.ask("POST", pools, pool("q", "text"));
    assert.match(wrong.body.message, /: \.spec\.replicas accessor error: text is of the type string, expected map\[string\]interface\{\}/);
    const scale = await server.get(`${pools}/p/scale`);
    assert.deepEqual(
      [scale.kind, scale.apiVersion, scale.spec, scale.status],
      ["Scale", "autoscaling/v1", { replicas: 3 }, { replicas: 0 }],
    );
    const scaled = await server.ask("PUT", `${pools}/p/scale`, { ...scale, spec: { replicas: 5 } });
    assert.deepEqual([scaled.status, scaled.body.spec], [200, { replicas: 5 }]);
    assert.equal((await server.get(`${pools}/p`)).spec.replicas, 5);
    assert.equal((await server.ask("GET", `${topics}/a/scale`)).status, 404);
  });

  test("definitions can be read, and only read", async () => {
    const url = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    const { items } = await server.get(url);
    assert.ok(items.some((each: { metadata: { name: string } }) => each.metadata.name === "kafkatopics.kafka.strimzi.io"));
    assert.equal((await server.ask("POST", url, {})).status, 405);
    assert.equal((await server.ask("DELETE", `${url}/kafkatopics.kafka.strimzi.io`)).status, 405);
  });
});

describe("requests that are not as they have to be", () => {
  let server: Running;
  before(async () => {
    server = await Running.start();
  });
  after(() => server.close());

  test("whoever is nobody is told health and version, and nothing else", async () => {
    const anonymous = async (path: string) => {
      const response = await server.api.handle({ method: "GET", path, query: new URLSearchParams(), headers: {}, user: undefined });
      assert.ok(Buffer.isBuffer(response.body));
      return [response.status, response.body.toString()] as const;
    };
    assert.deepEqual(await anonymous("/readyz"), [200, "ok"]);
    assert.equal((await anonymous("/version"))[0], 200);
    for (const path of ["/api", "/apis", topics, secrets, "/openapi/v3", "/nothing"]) {
      const [status, body] = await anonymous(path);
      assert.deepEqual([status, JSON.parse(body).reason], [401, "Unauthorized"], path);
    }
  });

  test("bodies that cannot be read, are too large or of a strange type, and paths that lead nowhere", async () => {
    const cases: ReadonlyArray<
      readonly [method: string, url: string, body: unknown, headers: Readonly<Record<string, string>>, status: number, says: RegExp]
    > = [
      [
        "POST",
        topics,
        "{",
        {},
        400,
        /^the object provided is unrecognized \(must be of type KafkaTopic\): couldn't get version\/kind; json parse error: unexpected end of JSON input \(\{\)$/,
      ],
      ["POST", topics, { spec: {} }, {}, 400, /Object 'Kind' is missing in '\{"spec":\{\}\}'/],
      [
        "POST",
        topics,
        { ...topic("x"), apiVersion: "kafka.strimzi.io/v2" },
        {},
        400,
        /^the API version in the data \(kafka\.strimzi\.io\/v2\) does not match/,
      ],
      [
        "POST",
        topics,
        { ...topic("x"), metadata: { name: "x", namespace: "other" } },
        {},
        400,
        /does not match the namespace sent on the request/,
      ],
      ["POST", topics, "x", { "content-type": "text/plain" }, 415, /unknown format - accepted media types include: application\/json/],
      ["GET", topics, undefined, { accept: "text/html" }, 406, /^only the following media types are accepted/],
      ["POST", secrets, Buffer.alloc(3 * 1024 * 1024 + 1), {}, 413, /^Request entity too large: limit is 3145728$/],
      ["GET", "/api/v1/namespaces/default/pods", undefined, {}, 404, /^the server could not find the requested resource$/],
      ["POST", `${secrets}/x`, {}, {}, 405, /^the server does not allow this method/],
      ["GET", `${topics}?labelSelector=a%20b`, undefined, {}, 400, /unable to parse requirement/],
      ["GET", `${topics}?fieldSelector=spec.partitions%3D1`, undefined, {}, 400, /^field label not supported: spec\.partitions$/],
      ["GET", `${topics}?continue=x`, undefined, {}, 400, /continue key is not valid/],
      ["GET", `${topics}?resourceVersion=99999`, undefined, {}, 504, /^Timeout: Too large resource version: 99999, current: \d+$/],
      [
        "POST",
        `${topics}?dryRun=Some`,
        topic("x"),
        {},
        422,
        /^CreateOptions\.meta\.k8s\.io "" is invalid: dryRun: Unsupported value: \["Some"\]: supported values: "All"$/,
      ],
    ];
    for (const [method, url, body, headers, status, says] of cases) {
      const answer = await server.ask(method, url, body, headers);
      assert.equal(answer.status, status, url);
      assert.match(answer.body.message, says);
    }
    assert.deepEqual((await server.ask("GET", "/apis/unknown.io/v1/things")).body, "404 page not found\n");
  });

  test("YAML is read and written", async () => {
    const made = await server.ask(
      "POST",
      topics,
      "apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: {name: written}\nspec: {partitions: 2}\n",
      {
        "content-type": "application/yaml",
        accept: "application/yaml",
      },
    );
    assert.equal(made.status, 201);
    assert.match(made.body, /partitions: 2/);
  });
});
