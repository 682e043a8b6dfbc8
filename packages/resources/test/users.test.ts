import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { loadPlatform, loadResources } from "../src/load.ts";
import { problemText } from "../src/problem.ts";
import { secretEntries } from "../src/secret-entries.ts";
import { kafkaUserNames, userDeclaration } from "../src/user-declaration.ts";
import { file, kafka, pool, secret, topic, user } from "./documents.ts";

const problems = (...documents: string[]) => loadResources([file(...documents)]).problems.map(problemText);
/** Problems of what stands behind a Kafka with its pool, without the place in the file. */
const behind = (...documents: string[]) =>
  problems(kafka("authorization: {type: simple}"), pool(), ...documents).map((problem) => problem.replace(/^\S+ /, ""));

const withPassword = (name: string, key: string) =>
  user("u", `authentication: {type: scram-sha-512, password: {valueFrom: {secretKeyRef: {name: ${name}, key: ${key}}}}}`);
const withAcls = (...acls: string[]) => user("u", `authorization: {type: simple, acls: [${acls.join(", ")}]}`);

describe("secrets", () => {
  it("are read with the resources, and their entries are bytes", () => {
    const { resources, problems: found } = loadResources([
      file(kafka(), pool(), secret("s", "data: {a: AAH/, b: eA==}\nstringData: {b: b, c: ü}\ntype: Opaque\nimmutable: true")),
    ]);
    assert.deepEqual(found, []);
    const entries = secretEntries(resources?.secrets[0] ?? {});
    assert.deepEqual(
      [...entries].map(([key, bytes]) => [key, bytes.toString("hex")]),
      [
        ["a", "0001ff"],
        ["b", "62"],
        ["c", "c3bc"],
      ],
    );
  });

  it("give back any bytes that were encoded", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const data = { k: Buffer.from(bytes).toString("base64") };
        assert.deepEqual(Uint8Array.from(secretEntries({ data }).get("k") ?? []), bytes);
        assert.deepEqual(behind(secret("s", `data: {k: '${data.k}'}`)), []);
      }),
    );
  });

  it("have entries that are encoded, under keys that are files' names", () => {
    assert.deepEqual(
      behind(
        secret("s", "data: {a: hunter2, b: 'eHh4', ..x: eHh4, a/b: eHh4}"),
        secret("t", "data:\n  a: |\n    eHh4\n    eHh4\nstringData: {'': x}"),
      ),
      [
        "data.a: expected base64; what is not encoded belongs in stringData",
        'data["..x"]: the key of an entry may have at most 253 letters, digits, "-", "_" and ".", and must not begin with ".."',
        'data["a/b"]: the key of an entry may have at most 253 letters, digits, "-", "_" and ".", and must not begin with ".."',
        'stringData[""]: the key of an entry may have at most 253 letters, digits, "-", "_" and ".", and must not begin with ".."',
      ],
    );
    assert.deepEqual(behind(secret("s", `stringData: {a: ${"x".repeat(1 << 20)}, b: x}`)), [
      "the entries have 1048577 bytes; all together may have 1048576",
    ]);
  });

  it("are not told in problems", () => {
    assert.deepEqual(
      behind(
        secret("s", "stringData: {password: 4711, b: {hunter2: hunter2}, c: yes}"),
        secret("t", "data: hunter2"),
        secret("u", "dota: {x: hunter2}"),
      ),
      [
        "stringData.password: expected text, got a number; quote it to make it text",
        "stringData.b: expected text, got an object",
        "stringData.c: expected text, got true or false; quote it to make it text",
        "data: expected an object, got text",
        'dota: unknown field; did you mean "data"?',
      ],
    );
  });

  it("are of Kubernetes' version", () => {
    assert.deepEqual(behind(secret().replace("apiVersion: v1", "apiVersion: kafka.strimzi.io/v1")), [
      'apiVersion: expected v1, got "kafka.strimzi.io/v1"',
    ]);
    assert.deepEqual(behind(secret().replace("apiVersion: v1\n", "")), ["apiVersion: expected v1, got nothing"]);
  });
});

describe("users", () => {
  it("of every sort are taken", () => {
    const acls = "{resource: {type: topic, name: t, patternType: prefix}, operations: [Read, Describe], host: 10.0.0.1, type: deny}";
    const quotas = "quotas: {producerByteRate: 0, consumerByteRate: 1, requestPercentage: 55, controllerMutationRate: 0.5}";
    const cluster = "{resource: {type: cluster}, operations: [All]}";
    assert.deepEqual(
      behind(
        user(
          "a",
          `authentication: {type: tls, validityDays: 3, renewalDays: 2}\nauthorization: {type: simple, acls: [${acls}, ${cluster}]}`,
        ),
        user("b", `authentication: {type: tls-external}\n${quotas}`),
        user("c", "template: {secret: {metadata: {labels: {a: b}}}}"),
        user("d", "{}"),
        withPassword("s", "password"),
        secret(),
        topic(),
      ),
      [],
    );
  });

  it("belong to a Kafka, under a name of their own that fits a certificate", () => {
    assert.deepEqual(behind(user("u", "{}", "d"), user("v", "{}").replace(/, labels.*}}/, "}"), user("w", "{}"), user("w", "{}")), [
      'metadata.labels["strimzi.io/cluster"]: no Kafka is called "d"',
      "metadata: the label strimzi.io/cluster is missing: it names the Kafka that this belongs to",
      'metadata.name: another KafkaUser is called "w" already (f.yaml:31)',
    ]);
    const long = "x".repeat(65);
    for (const type of ["tls", "tls-external"]) {
      assert.deepEqual(behind(user(long, `authentication: {type: ${type}}`)), [
        "metadata.name: the name of a user with a certificate may have at most 64 characters, has 65",
      ]);
    }
    assert.deepEqual(behind(user(long), user(long.slice(1), "authentication: {type: tls}")), []);
  });

  it("have certificates that are renewed before they end", () => {
    const authentication = (fields: string) => behind(user("u", `authentication: {${fields}}`));
    assert.deepEqual(authentication("type: tls, validityDays: 2, renewalDays: 2"), [
      "spec.authentication: renewalDays has to be less than validityDays",
    ]);
    assert.deepEqual(authentication("type: tls, validityDays: 2"), [
      "spec.authentication: validityDays and renewalDays have to be given together",
    ]);
    assert.deepEqual(authentication("type: scram-sha-512, renewalDays: 2"), [
      "spec.authentication: validityDays and renewalDays go with the type tls only",
    ]);
  });

  it("have ACLs for resources with names, where something keeps to ACLs", () => {
    assert.deepEqual(
      behind(withAcls("{resource: {type: group}, operations: [Read]}", "{resource: {type: topic, name: ''}, operations: [read]}")),
      [
        'spec.authorization.acls[1].operations[0]: expected one of "Read", "Write", "Create", "Delete", "Alter", "Describe", "ClusterAction", "AlterConfigs", "DescribeConfigs", "IdempotentWrite", "All", got "read"; did you mean "Read"?',
      ],
    );
    assert.deepEqual(
      behind(withAcls("{resource: {type: group}, operations: [Read]}", "{resource: {type: topic, name: ''}, operations: [Read]}")),
      [
        'spec.authorization.acls[0].resource: a resource of type group needs a name; "*" stands for all',
        'spec.authorization.acls[1].resource: a resource of type topic needs a name; "*" stands for all',
      ],
    );
    const acl = "{resource: {type: group, name: '*'}, operations: [Read]}";
    const at = (authorization: string) => problems(kafka(authorization), pool(), withAcls(acl)).map((text) => text.replace(/^\S+ /, ""));
    const refused =
      'spec.authorization: the Kafka "c" has no spec.kafka.authorization of the type simple, by which u would be held to its ACLs';
    assert.deepEqual(at(""), [refused]);
    assert.deepEqual(at("authorization: {type: custom, authorizerClass: X}"), [refused]);
    assert.deepEqual(at("authorization: {type: custom, authorizerClass: X, supportsAdminApi: true}"), []);
    assert.deepEqual(at("authorization: {type: simple}"), []);
  });

  it("take passwords from entries that are there and hold something", () => {
    const path = "spec.authentication.password.valueFrom";
    assert.deepEqual(behind(withPassword("s", "pasword"), secret()), [`${path}.secretKeyRef: the Secret "s" (f.yaml:25) has no "pasword"`]);
    assert.deepEqual(behind(withPassword("s", "password"), secret("s", "stringData: {password: ''}")), [
      `${path}.secretKeyRef: the Secret "s" (f.yaml:25) has nothing in "password"`,
    ]);
    assert.deepEqual(behind(withPassword("''", "password"), secret()), [
      `${path}: expected secretKeyRef with the name of a Secret and a key of it`,
    ]);
    assert.deepEqual(behind(withPassword("s", "password"), secret("s", "data: {password: x}")), [
      "data.password: expected base64; what is not encoded belongs in stringData",
    ]);
  });

  it("may refer to Secrets that are elsewhere, but not where there is no elsewhere", () => {
    assert.deepEqual(behind(withPassword("s", "password")), []);
    const embedded = (...documents: string[]) => loadPlatform([file(kafka(), pool(), ...documents)]).problems.map(problemText);
    assert.deepEqual(embedded(withPassword("s", "password")), [
      'f.yaml:22:78 spec.authentication.password.valueFrom.secretKeyRef: there is no Secret "s" among the resources',
    ]);
    assert.deepEqual(embedded(withPassword("s", "password"), secret()), []);
  });
});

describe("userDeclaration", () => {
  const declared = (spec: string) => {
    const { resources, problems: found } = loadResources([file(kafka("authorization: {type: simple}"), pool(), user("alice", spec))]);
    assert.deepEqual(found, []);
    const [alice] = resources?.users ?? [];
    assert.ok(alice !== undefined);
    assert.deepEqual(kafkaUserNames("alice"), { byPassword: "alice", byCertificate: "CN=alice" });
    return userDeclaration(alice);
  };

  it("has the name by which the user proves who it is", () => {
    const nothing = { acls: [], quotas: {} };
    assert.deepEqual(declared("{}"), { name: "alice", hasScram: false, ...nothing });
    assert.deepEqual(declared("authentication: {type: scram-sha-512}"), { name: "alice", hasScram: true, ...nothing });
    for (const type of ["tls", "tls-external"]) {
      assert.deepEqual(declared(`authentication: {type: ${type}}`), { name: "CN=alice", hasScram: false, ...nothing });
    }
  });

  it("has one ACL for each operation, each once, and quotas by Kafka's names", () => {
    const acls = [
      "{resource: {type: topic, name: t-, patternType: prefix}, operations: [Read, Read, AlterConfigs]}",
      "{resource: {type: topic, name: t-, patternType: prefix}, operations: [Read], type: allow, host: '*'}",
      "{resource: {type: cluster, name: x, patternType: prefix}, operations: [All], type: deny, host: '::1'}",
      "{resource: {type: transactionalId, name: '*'}, operations: [Write]}",
    ];
    const quotas = "{producerByteRate: 0, controllerMutationRate: 0.5, requestPercentage: 9007199254740993}";
    const prefixed = { permission: "allow", resourceType: "topic", resourceName: "t-", patternType: "prefixed", host: "*" };
    assert.deepEqual(declared(`authorization: {type: simple, acls: [${acls.join(", ")}]}\nquotas: ${quotas}`), {
      name: "alice",
      hasScram: false,
      acls: [
        { ...prefixed, operation: "Read" },
        { ...prefixed, operation: "AlterConfigs" },
        {
          ...{ permission: "deny", operation: "All", resourceType: "cluster", resourceName: "kafka-cluster" },
          ...{ patternType: "literal", host: "::1" },
        },
        {
          ...{ permission: "allow", operation: "Write", resourceType: "transactional-id", resourceName: "*" },
          ...{ patternType: "literal", host: "*" },
        },
      ],
      quotas: { producer_byte_rate: 0, controller_mutation_rate: 0.5, request_percentage: 9007199254740992 },
    });
  });
});
