import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadResources } from "../src/load.ts";
import { problemText } from "../src/problem.ts";
import { file, kafka, pool, topic, user } from "./documents.ts";

const problems = (...documents: string[]) => loadResources([file(...documents)]).problems.map(problemText);
/** Problems of a Kafka that has its pool, without the place in the file. */
const inKafka = (text: string) => problems(text, pool()).map((problem) => problem.replace(/^\S+ /, ""));
const listeners = (...all: string[]) => inKafka(kafka().replace(/ {6}- .*\n/, all.map((one) => `      - {${one}}\n`).join("")));
const inPool = (spec: string) => problems(kafka(), pool("p", spec)).map((problem) => problem.replace(/^\S+ /, ""));

it("keys of certificates are of a known kind", () => {
  const annotated = (value: string) =>
    inKafka(kafka().replace("metadata:", `metadata:\n  annotations: {millrace.io/key-algorithm: ${value}}`));
  assert.deepEqual([annotated("RSA"), annotated("ECDSA")], [[], []]);
  assert.deepEqual(annotated("DSA"), ['metadata.annotations["millrace.io/key-algorithm"]: expected one of ECDSA, RSA, got "DSA"']);
});

it("several brokers are a whole number of them", () => {
  const annotated = (value: string) =>
    inKafka(kafka().replace("metadata:", `metadata:\n  annotations: {millrace.io/max-parallel-restarts: ${value}}`));
  assert.deepEqual([annotated('"1"'), annotated('"20"')], [[], []]);
  for (const wrong of ["0", "-1", "1.5", "all", "", "10000"]) {
    assert.deepEqual(annotated(`"${wrong}"`), [
      `metadata.annotations["millrace.io/max-parallel-restarts"]: expected a whole number of brokers from 1 to 9999, got "${wrong}"`,
    ]);
  }
});

it("a canary of a roll is watched for a duration", () => {
  const annotated = (value: string) =>
    inKafka(kafka().replace("metadata:", `metadata:\n  annotations: {millrace.io/canary-roll: "${value}"}`));
  for (const right of ["60s", "2m30s", "1h", "0s"]) assert.deepEqual(annotated(right), []);
  for (const wrong of ["60", "", "1 m", "-5s", "1.5h", "30s2m", "500ms"]) {
    assert.deepEqual(annotated(wrong), [
      `metadata.annotations["millrace.io/canary-roll"]: expected a duration such as "60s" or "2m30s", got ${JSON.stringify(wrong)}`,
    ]);
  }
});

it("a cluster's id is as Kafka writes it, and a Kafka hibernates or does not", () => {
  const annotated = (name: string, value: string) =>
    inKafka(kafka().replace("metadata:", `metadata:\n  annotations: {${name}: "${value}"}`));
  for (const right of ["Il9rl16Spc0zNRoHT8VH8g", "ba_dm-htOheTqZzPoh52kf"])
    assert.deepEqual(annotated("millrace.io/cluster-id", right), []);
  for (const wrong of ["", "short", "Il9rl16Spc0zNRoHT8VH8g=", "Il9rl16Spc0zNRoHT8VH8 "])
    assert.match(annotated("millrace.io/cluster-id", wrong).join(), /cluster-id"\]: expected 22 letters, digits, - and _/);
  for (const right of ["true", "false"]) assert.deepEqual(annotated("millrace.io/hibernate", right), []);
  assert.match(annotated("millrace.io/hibernate", "yes").join(), /hibernate"\]: expected one of true, false, got "yes"/);
});

describe("listeners", () => {
  it("have names and ports of their own, and none that is taken", () => {
    assert.deepEqual(
      listeners(
        "name: a, port: 9092, type: internal, tls: false",
        "name: a, port: 9093, type: internal, tls: false",
        "name: b, port: 9092, type: internal, tls: false",
        "name: c, port: 9404, type: internal, tls: false",
        "name: d, port: 9999, type: internal, tls: false",
      ),
      [
        'spec.kafka.listeners[1].name: another listener is called "a" already; names have to be unique',
        "spec.kafka.listeners[2].port: another listener has port 9092 already; ports have to be unique",
        "spec.kafka.listeners[3].port: port 9404 is taken: 9404 serves metrics, 9999 serves JMX",
        "spec.kafka.listeners[4].port: port 9999 is taken: 9404 serves metrics, 9999 serves JMX",
      ],
    );
  });

  it("need TLS where the type or an option does", () => {
    assert.deepEqual(
      listeners(
        "name: a, port: 9092, type: route, tls: false",
        "name: b, port: 9093, type: internal, tls: false, authentication: {type: tls}",
        "name: c, port: 9094, type: internal, tls: false, configuration: {brokerCertChainAndKey: {secretName: s, certificate: '', key: k}}",
      ),
      [
        "spec.kafka.listeners[0].tls: expected true: a listener of type route works only with TLS",
        "spec.kafka.listeners[1].authentication.type: authentication by TLS needs tls: true on the listener",
        "spec.kafka.listeners[2].configuration.brokerCertChainAndKey: a certificate needs tls: true on the listener",
        "spec.kafka.listeners[2].configuration.brokerCertChainAndKey: secretName, certificate and key must not be empty",
      ],
    );
  });

  it("of types with host names need them", () => {
    assert.deepEqual(listeners("name: a, port: 9092, type: tlsroute, tls: true"), [
      "spec.kafka.listeners[0]: a listener of type tlsroute needs configuration.bootstrap.host",
      "spec.kafka.listeners[0]: a listener of type tlsroute needs configuration.hostTemplate, or a host for each of configuration.brokers",
      "spec.kafka.listeners[0]: a listener of type tlsroute needs configuration.parentRefs",
    ]);
    assert.deepEqual(
      listeners("name: a, port: 9092, type: ingress, tls: true, configuration: {bootstrap: {host: b}, hostTemplate: 'h-{nodeId}'}"),
      [],
    );
  });

  it("take only options of their type", () => {
    assert.deepEqual(
      listeners(
        "name: a, port: 9092, type: internal, tls: false, configuration: {useServiceDnsDomain: true, class: x, finalizers: [], bootstrap: {nodePort: 1, alternativeNames: [x]}, brokers: [{broker: 0, host: h, advertisedHost: h}]}",
        "name: b, port: 9093, type: nodeport, tls: false, configuration: {createBootstrapService: true, bootstrap: {nodePort: 1, host: h}}",
        "name: c, port: 9094, type: nodeport, tls: false, configuration: {createBootstrapService: false}",
      ),
      [
        "spec.kafka.listeners[0].configuration.class: a listener of type internal does not have this option; it goes with ingress, loadbalancer",
        "spec.kafka.listeners[0].configuration.bootstrap.nodePort: a listener of type internal does not have this option; it goes with nodeport, loadbalancer",
        "spec.kafka.listeners[0].configuration.brokers[0].host: a listener of type internal does not have this option; it goes with route, tlsroute, ingress",
        "spec.kafka.listeners[1].configuration.bootstrap.host: a listener of type nodeport does not have this option; it goes with route, tlsroute, ingress",
        "spec.kafka.listeners[2].configuration.createBootstrapService: a listener of type nodeport does not have this option; it goes with loadbalancer",
      ],
    );
  });
});

describe("the configuration guard", () => {
  it("refuses what the operator sets itself, naming the prefix", () => {
    assert.deepEqual(
      inKafka(kafka("config:\n  listener.name.a.b: 1\n  Advertised.Listeners: x\n  log.dirs: /x\n  log.retention.ms: 1\n  portal: x")),
      [
        'spec.kafka.config["listener.name.a.b"]: forbidden: settings that begin with "listener." are made by the operator',
        'spec.kafka.config["Advertised.Listeners"]: forbidden: settings that begin with "advertised." are made by the operator',
        'spec.kafka.config["log.dirs"]: forbidden: settings that begin with "log.dir" are made by the operator',
        'spec.kafka.config.portal: forbidden: settings that begin with "port" are made by the operator',
      ],
    );
  });

  it("knows the exceptions, exactly as they are written", () => {
    assert.deepEqual(inKafka(kafka("config:\n  ssl.cipher.suites: x\n  ssl.cipher.suites2: x\n  SSL.protocol: x")), [
      'spec.kafka.config["ssl.cipher.suites2"]: forbidden: settings that begin with "ssl." are made by the operator',
      'spec.kafka.config["SSL.protocol"]: forbidden: settings that begin with "ssl." are made by the operator',
    ]);
  });

  it("guards what a listener has of its own", () => {
    const listenerConfig = "{ssl.keystore.type: PEM, ssl.truststore.type: PEM, sasl.enabled.mechanisms: [PLAIN], x: {}}";
    const authentication = `authentication: {type: custom, sasl: true, listenerConfig: ${listenerConfig}}`;
    assert.deepEqual(inKafka(kafka().replace("tls: false", `tls: false, ${authentication}`)), [
      'spec.kafka.listeners[0].authentication.listenerConfig["ssl.keystore.type"]: forbidden: settings that begin with "ssl.keystore." are made by the operator',
      "spec.kafka.listeners[0].authentication.listenerConfig.x: expected text, a number, true, false, or a list of them, got an object",
    ]);
  });

  it("guards Cruise Control too", () => {
    assert.deepEqual(inKafka(kafka("", "cruiseControl: {config: {webserver.http.port: 1, webserver.http.cors.origin: x}}")), [
      'spec.cruiseControl.config["webserver.http.port"]: forbidden: settings that begin with "webserver.http." are made by the operator',
    ]);
  });

  it("wants values that have a text", () => {
    assert.deepEqual(inKafka(kafka("config: {a: [1], b: {}, c: , d: 1, e: true, f: x, g: 1.5}")), [
      "spec.kafka.config.a: expected text, a number, true or false, got a list",
      "spec.kafka.config.b: expected text, a number, true or false, got an object",
      "spec.kafka.config.c: expected text, a number, true or false, got nothing",
    ]);
    assert.deepEqual(
      problems(kafka(), pool(), topic("t", "config: {cleanup.policy: [compact, delete], a: [{}], min.insync.replicas: no}")).map((text) =>
        text.replace(/^\S+ /, ""),
      ),
      [
        "spec.config.a: expected text, a number, true, false, or a list of them, got a list",
        'spec.config["min.insync.replicas"]: expected an integer ≥ 1, got "false"',
      ],
    );
  });

  it("wants replication settings that are counts, and not more than there are brokers", () => {
    const config = (text: string) => inKafka(kafka(`config: {${text}}`));
    assert.deepEqual(config("default.replication.factor: 0, transaction.state.log.min.isr: x"), [
      'spec.kafka.config["default.replication.factor"]: expected an integer ≥ 1, got "0"',
      'spec.kafka.config["transaction.state.log.min.isr"]: expected an integer ≥ 1, got "x"',
    ]);
    assert.deepEqual(config("default.replication.factor: 3, min.insync.replicas: 2"), [
      'spec.kafka.config["default.replication.factor"]: expected at most 1, as many as brokers are declared, got 3',
    ]);
    const three = pool("p", "replicas: 3\nroles: [broker, controller]\nstorage: {type: ephemeral}");
    assert.deepEqual(problems(kafka("config: {default.replication.factor: 3, min.insync.replicas: 2}"), three), []);
  });
});

describe("node pools", () => {
  it("have roles and storage that makes sense", () => {
    assert.deepEqual(inPool("replicas: 1\nroles: []\nstorage: {type: persistent-claim}"), [
      "metadata.name: no KafkaNodePool of this Kafka has the role broker and at least one of replicas",
      "metadata.name: no KafkaNodePool of this Kafka has the role controller and at least one of replicas",
      'spec.roles: expected at least one of "broker", "controller"',
      "spec.storage: a persistent-claim needs a size, such as 10Gi",
    ]);
    const jbod = (volumes: string) => inPool(`replicas: 1\nroles: [broker, controller]\nstorage: {type: jbod${volumes}}`);
    assert.deepEqual(jbod(""), ["spec.storage: a jbod needs at least one of volumes"]);
    assert.deepEqual(
      jbod(
        ", volumes: [{id: 0, type: ephemeral, kraftMetadata: shared}, {id: 0, type: ephemeral, kraftMetadata: shared}, {type: persistent-claim}]",
      ),
      [
        "spec.storage.volumes[1].id: another volume has the id 0 already; ids have to be unique",
        "spec.storage.volumes[1].kraftMetadata: another volume holds the metadata already; at most one can",
        "spec.storage.volumes[2]: a volume of a jbod needs an id",
        "spec.storage.volumes[2]: a persistent-claim needs a size, such as 10Gi",
      ],
    );
  });

  it("are needed by every Kafka, with both roles and a replica", () => {
    assert.deepEqual(problems(kafka()), [
      "f.yaml:4:9 metadata.name: no KafkaNodePool belongs to this Kafka: at least one with the label strimzi.io/cluster: c is needed",
    ]);
    assert.deepEqual(
      problems(
        kafka(),
        pool("p", "replicas: 0\nroles: [controller]\nstorage: {type: ephemeral}"),
        pool("q", "replicas: 1\nroles: [broker]\nstorage: {type: ephemeral}"),
      ),
      ["f.yaml:4:9 metadata.name: no KafkaNodePool of this Kafka has the role controller and at least one of replicas"],
    );
  });
});

describe("names", () => {
  it("are names that Kubernetes takes", () => {
    assert.deepEqual(problems(kafka(), pool(), topic("My_Topic")), [
      'f.yaml:20:18 metadata.name: expected at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit, got "My_Topic"',
    ]);
    assert.deepEqual(
      problems(
        kafka(),
        pool(),
        topic("t", "topicName: My_Topic"),
        topic("u", "topicName: 'a b'"),
        topic("v", "topicName: .."),
        topic("w", `topicName: ${"x".repeat(250)}`),
      ),
      [
        'f.yaml:28:14 spec.topicName: a topic\'s name may have only letters, digits, ".", "_" and "-"',
        'f.yaml:34:14 spec.topicName: a topic\'s name must not be ".."',
        "f.yaml:40:14 spec.topicName: a topic's name must have at most 249 characters, has 250",
      ],
    );
  });

  it("are not given twice", () => {
    const all = [kafka(), pool(), topic("a"), topic("a"), topic("b", "topicName: x"), topic("c", "topicName: x")];
    assert.deepEqual(problems(...all), [
      'f.yaml:26:18 metadata.name: another KafkaTopic is called "a" already (f.yaml:18)',
      'f.yaml:40:14 spec.topicName: the topic "x" is declared by b already (f.yaml:30)',
    ]);
  });

  it("of clusters exist", () => {
    assert.deepEqual(problems(kafka(), pool(), topic("t", "{}", "d")), [
      'f.yaml:20:50 metadata.labels["strimzi.io/cluster"]: no Kafka is called "d"',
    ]);
    const named = kafka().replace("name: c", "name: my-cluster");
    assert.deepEqual(problems(named, pool("p", undefined, "my-cluster"), topic("t", "{}", "my-clutser")), [
      'f.yaml:20:50 metadata.labels["strimzi.io/cluster"]: no Kafka is called "my-clutser"; did you mean "my-cluster"?',
    ]);
    assert.deepEqual(problems(kafka(), pool(), topic().replace(/, labels.*}}/, "}")), [
      "f.yaml:20:11 metadata: the label strimzi.io/cluster is missing: it names the Kafka that this belongs to",
    ]);
  });
});

describe("namespaces", () => {
  it("are such that Kubernetes takes: Secrets are kept in folders that are called so", () => {
    const within = (namespace: string) => inKafka(kafka().replace("name: c", `name: c\n  namespace: ${namespace}`));
    assert.deepEqual(within("my-kafka"), []);
    for (const namespace of ["../../etc", "a/b", "a.b", "..", "A"]) {
      assert.deepEqual(within(namespace), [
        `metadata.namespace: expected at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit, got "${namespace}"`,
      ]);
    }
  });
});

describe("Secrets of users", () => {
  const found = (name: string, spec?: string, operator = "{}") =>
    problems(kafka("", `entityOperator: {userOperator: ${operator}}`), pool(), user(name, spec)).map((problem) =>
      problem.replace(/^\S+ /, ""),
    );

  it("are not written over those with the keys of authorities and nodes", () => {
    for (const name of ["c-cluster-ca", "c-cluster-ca-cert", "c-clients-ca", "c-clients-ca-cert", "c-p-0"]) {
      assert.deepEqual(found(name), [
        `metadata.name: the user's Secret would be "${name}", which holds keys or certificates of the Kafka "c"`,
      ]);
    }
    assert.equal(found("clients-ca", "authentication: {type: tls}", "{secretPrefix: c-}").length, 1);
    for (const name of ["c-p-x", "c-q-0", "c-ca", "d-clients-ca"]) assert.deepEqual(found(name), []);
    assert.deepEqual(found("c-cluster-ca", "authentication: {type: tls-external}"), []);
  });

  it("have names that Kubernetes takes", () => {
    assert.deepEqual(found("u", undefined, "{secretPrefix: ../}"), [`metadata.name: the user's Secret can't be called "../u"`]);
  });
});

describe("rules", () => {
  it("are named in problems, for programs", () => {
    const { problems } = loadResources([file(kafka("config: {log.dirs: x}\nversion: 4"), pool(), topic("t", "{}", "d"))]);
    assert.deepEqual(
      problems.map(({ rule }) => rule),
      ["setting-forbidden", undefined, "cluster-unknown"],
    );
  });
});

describe("all at once", () => {
  it("judges every part that is sound, and blames nothing on what could not be read", () => {
    const broken = kafka("config: {listeners: x}\nversion: 4").replace("port: 9092", "port: x");
    assert.deepEqual(problems(broken, "kind: [\n", topic("t", "partitions: 0\ntopicName: 'a b'", "nowhere")), [
      'f.yaml:8:29 spec.kafka.listeners[0].port: expected an integer ≥ 9092, got "x"',
      'f.yaml:9:14 spec.kafka.config.listeners: forbidden: settings that begin with "listeners" are made by the operator',
      "f.yaml:10:14 spec.kafka.version: expected text, got 4; quote it to make it text",
      "f.yaml:13:1: Flow sequence in block collection must be sufficiently indented and end with a ]",
      "f.yaml:18:15 spec.partitions: expected an integer ≥ 1, got 0",
      'f.yaml:19:14 spec.topicName: a topic\'s name may have only letters, digits, ".", "_" and "-"',
    ]);
  });

  it("keeps the order of the files", () => {
    const { problems } = loadResources([
      { file: "z.yaml", text: topic("t", "x: 1") },
      { file: "a.yaml", text: topic("t", "x: 1\ny: 2") },
    ]);
    assert.deepEqual(
      problems.map(({ file, line }) => `${file}:${line}`),
      ["z.yaml:5", "a.yaml:3", "a.yaml:5", "a.yaml:6"],
    );
  });
});
