import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadResources } from "../src/load.ts";
import { problemText } from "../src/problem.ts";
import { file, kafka, pool, topic } from "./documents.ts";

const problems = (...documents: string[]) => loadResources([file(...documents)]).problems.map(problemText);
const one = (document: string) => problems(document).filter((text) => !text.includes("no KafkaNodePool"));

describe("schema", () => {
  it("has nothing against a small platform", () => {
    assert.deepEqual(problems(kafka(), pool(), topic()), []);
  });

  it("names unknown fields, and what was probably meant", () => {
    assert.deepEqual(one(kafka("confg: {}\nzzz: 1")), [
      'f.yaml:9:5 spec.kafka.confg: unknown field; did you mean "config"?',
      "f.yaml:10:5 spec.kafka.zzz: unknown field",
    ]);
    const [problem] = loadResources([file(topic("t", "partitons: 1"))]).problems;
    assert.equal(problem?.expected, "one of topicName, partitions, replicas, config");
  });

  it("judges what nothing looks after yet all the same", () => {
    const connect = "apiVersion: kafka.strimzi.io/v1\nkind: KafkaConnect\nmetadata: { name: c }\nspec:\n  ";
    const whole = "{ replicas: 1, bootstrapServers: a, groupId: g, configStorageTopic: c, statusStorageTopic: s, offsetStorageTopic: o";
    assert.deepEqual(problems(`${connect}${whole} }`), []);
    assert.deepEqual(problems(`${connect}${whole}, tls: { trustedCertificates: [{ secretName: a }] } }`), [
      "f.yaml:5:149 spec.tls.trustedCertificates[0]: expected exactly one of certificate, pattern, got none",
    ]);
  });

  it("says which type was expected and what it got", () => {
    assert.deepEqual(
      one(
        kafka(
          "version: 4.3\nrack: yes\njvmOptions: {gcLoggingEnabled: 1, -XX: {a: 1}}\ntemplate: []\nimage: 1\nquotas: {type: kafka, controllerMutationRate: x}",
        ),
      ),
      [
        "f.yaml:9:14 spec.kafka.version: expected text, got 4.3; quote it to make it text",
        "f.yaml:10:11 spec.kafka.rack: expected an object, got true",
        "f.yaml:11:36 spec.kafka.jvmOptions.gcLoggingEnabled: expected true or false, got 1",
        'f.yaml:11:48 spec.kafka.jvmOptions["-XX"].a: expected text, got 1; quote it to make it text',
        "f.yaml:12:15 spec.kafka.template: expected an object, got an empty list",
        "f.yaml:13:12 spec.kafka.image: expected text, got 1; quote it to make it text",
        'f.yaml:14:51 spec.kafka.quotas.controllerMutationRate: expected a number ≥ 0, got "x"',
      ],
    );
  });

  it("says which values were expected", () => {
    const text = kafka().replace("type: internal", "type: intenral").replace("9092", "80").replace("plain", "My-Listener");
    assert.deepEqual(one(text), [
      'f.yaml:8:16 spec.kafka.listeners[0].name: expected text that matches ^[a-z0-9]{1,11}$, got "My-Listener"',
      "f.yaml:8:35 spec.kafka.listeners[0].port: expected an integer ≥ 9092, got 80",
      'f.yaml:8:45 spec.kafka.listeners[0].type: expected one of "internal", "route", "tlsroute", "loadbalancer", "nodeport", "ingress", "cluster-ip", got "intenral"; did you mean "internal"?',
    ]);
    assert.deepEqual(one(topic("t", "replicas: 32768\npartitions: 1.5")), [
      "f.yaml:5:13 spec.replicas: expected an integer from 1 to 32767, got 32768",
      "f.yaml:6:15 spec.partitions: expected an integer ≥ 1, got 1.5",
    ]);
  });

  it("names what is missing, at the object that ought to have it", () => {
    assert.deepEqual(problems(pool("p", "replicas: 1")), [
      "f.yaml:4:1 spec.storage: required, but missing: expected an object",
      "f.yaml:4:1 spec.roles: required, but missing: expected a list",
    ]);
    assert.deepEqual(problems("apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nspec: {}\n"), [
      "f.yaml:1:1 metadata: required, but missing: expected an object with a name",
    ]);
    assert.deepEqual(problems("apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: {}\n"), [
      "f.yaml:1:1 spec: required, but missing: expected an object",
      "f.yaml:3:1 metadata.name: required, but missing: expected text",
    ]);
  });

  it("takes a field without a value for one that is not given, as Kubernetes does", () => {
    assert.deepEqual(
      one(
        kafka("config:\ntemplate: {pod: , kafkaContainer: {env: [{name: A, value: x, valueFrom: }]}}", "entityOperator:\n  topicOperator:"),
      ),
      [],
    );
    const { resources } = loadResources([file(kafka("", "entityOperator:\n  topicOperator:"), pool())]);
    assert.deepEqual(resources?.kafkas[0]?.spec.entityOperator, {});
    assert.deepEqual(problems(kafka(), pool("p", "replicas:\nroles: [broker, controller, ]\nstorage: {type: ephemeral}")), [
      "f.yaml:14:3 spec.replicas: required, but missing: expected an integer ≥ 0",
    ]);
    assert.deepEqual(one(kafka("authorization: {type: simple, superUsers: [~]}")), [
      "f.yaml:9:48 spec.kafka.authorization.superUsers[0]: expected text, got nothing",
    ]);
  });

  it("takes quantities as numbers and as text", () => {
    const resources = (limits: string) =>
      pool("p", `replicas: 1\nroles: [broker, controller]\nstorage: {type: ephemeral}\nresources: {limits: ${limits}}`);
    assert.deepEqual(problems(resources("{cpu: 2, memory: 2Gi, a: '1.5', b: 500m, c: 1e3}")), []);
    assert.deepEqual(problems(resources("{memory: 2 GB, cpu: 0.5}")), [
      'f.yaml:8:32 spec.resources.limits.memory: expected a quantity such as 500m or 2Gi, got "2 GB"',
      "f.yaml:8:43 spec.resources.limits.cpu: expected a quantity such as 500m or 2Gi, got 0.5; quote it to make it text",
    ]);
  });

  it("wants exactly one of fields that exclude each other", () => {
    const env = (fields: string) => one(kafka(`template: {kafkaContainer: {env: [{name: A, ${fields}}]}}`));
    const expected = "f.yaml:9:39 spec.kafka.template.kafkaContainer.env[0]: expected exactly one of value, valueFrom, got";
    assert.deepEqual(env("value: x"), []);
    assert.deepEqual(env("value: x, valueFrom: {secretKeyRef: {}}"), [`${expected} value, valueFrom`]);
    assert.deepEqual(one(kafka("template: {kafkaContainer: {env: [{name: A}]}}")), [`${expected} none`]);
  });

  it("applies the rules between fields", () => {
    const rack = (fields: string) => one(kafka(`rack: {${fields}}`)).map((text) => text.replace(/^.*?: /, ""));
    assert.deepEqual(rack("topologyKey: zone"), []);
    assert.deepEqual(rack("type: environment-variable, envVarName: RACK"), []);
    assert.deepEqual(rack(""), ["type topology-label needs topologyKey"]);
    assert.deepEqual(rack("type: topology-label, topologyKey: ''"), ["type topology-label needs topologyKey"]);
    assert.deepEqual(rack("type: environment-variable"), ["type environment-variable needs envVarName"]);
    assert.deepEqual(one(kafka("metricsConfig: {type: jmxPrometheusExporter}")), [
      "f.yaml:9:20 spec.kafka.metricsConfig: type jmxPrometheusExporter needs valueFrom",
    ]);
  });

  it("is not misled by fields that every JavaScript object has", () => {
    assert.deepEqual(one(topic("t", "constructor: 1\n__proto__: {partitions: 2}\ntoString: x")), [
      "f.yaml:5:3 spec.constructor: unknown field",
      "f.yaml:6:3 spec.__proto__: unknown field",
      "f.yaml:7:3 spec.toString: unknown field",
    ]);
  });
});
