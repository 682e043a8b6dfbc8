import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readyCondition, warningCondition } from "../src/conditions.ts";
import { noEffectWhenEmbedded } from "../src/embedded/effect.ts";
import { kafkaSecurityProtocol } from "../src/embedded/listener-settings.ts";
import { keepsData, poolOfNode, storageOf } from "../src/embedded/node-pools.ts";
import { effectiveConfig, effectiveTopic, metricsWarnings } from "../src/embedded/single-node.ts";
import { entityWarnings, listenerWarnings, userWarnings } from "../src/embedded/warnings.ts";
import { loadPlatform, loadResources, type Platform } from "../src/load.ts";
import { problemText } from "../src/problem.ts";
import { file, kafka, pool, topic, user } from "./documents.ts";

function platform(...documents: string[]): Platform {
  const { platform, problems } = loadPlatform([file(...documents)]);
  assert.deepEqual(problems.map(problemText), []);
  assert.ok(platform !== undefined);
  return platform;
}

const problems = (...documents: string[]) => loadPlatform([file(...documents)]).problems.map(problemText);
const three = pool("p", "replicas: 3\nroles: [broker, controller]\nstorage: {type: ephemeral}");

describe("loadPlatform", () => {
  it("gives the resources, typed", () => {
    const { kafka: cluster, nodePools, topics } = platform(kafka(), pool(), topic("a"), topic("b"));
    assert.equal(cluster.spec.kafka.listeners[0]?.port, 9092);
    assert.deepEqual(
      nodePools.map(({ metadata }) => metadata.name),
      ["p"],
    );
    assert.deepEqual(
      topics.map(({ metadata }) => metadata.name),
      ["a", "b"],
    );
  });

  it("wants exactly one Kafka", () => {
    assert.deepEqual(problems(pool()), ["f.yaml:1:1: there is no Kafka among the resources"]);
    assert.deepEqual(loadPlatform([]).problems.map(problemText), ["(no file):1:1: there is no Kafka among the resources"]);
    assert.deepEqual(problems(kafka(), pool(), kafka().replace("name: c", "name: d"), pool("q", undefined, "d")), [
      'f.yaml:21:9 metadata.name: a process runs one Kafka, and "c" (f.yaml:1) comes first; start another process for this one',
    ]);
  });

  it("wants the Secrets of authorities that are given", () => {
    const secret = (name: string, entry: string) => `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}}\ndata: {${entry}: YQ==}\n`;
    const given = kafka().replace(/^spec:\n/m, "spec:\n  clusterCa: {generateCertificateAuthority: false}\n");
    assert.deepEqual(
      problems(given, pool()).map((problem) => problem.replace(/^\S+ /, "")),
      [
        'spec.clusterCa.generateCertificateAuthority: there is no Secret "c-cluster-ca-cert" among the resources',
        'spec.clusterCa.generateCertificateAuthority: there is no Secret "c-cluster-ca" among the resources',
      ],
    );
    assert.deepEqual(problems(given, pool(), secret("c-cluster-ca-cert", "ca.crt"), secret("c-cluster-ca", "ca.key")), []);
  });

  it("refuses what would be less safe than declared", () => {
    assert.deepEqual(problems(kafka("authorization: {type: custom, authorizerClass: X}"), pool()), [
      "f.yaml:9:27 spec.kafka.authorization.type: authorizers of your own are Java classes and can't be loaded embedded; use simple",
    ]);
  });
});

describe("a listener of the type custom", () => {
  const found = (listener: string) =>
    problems(kafka().replace(/ {6}- .*\n/, `      - {name: own, port: 9092, type: internal, ${listener}}\n`), pool()).map((problem) =>
      problem.replace(/^\S+ spec.kafka.listeners/, ""),
    );
  const custom = (more: string) => `authentication: {type: custom, ${more}}`;

  it("does not ask clients who they are without sasl: true, whatever is set for SASL", () => {
    const settings = 'listenerConfig: {sasl.enabled.mechanisms: PLAIN, plain.sasl.jaas.config: "x required;"}';
    const message = "expected true: there are settings of SASL in listenerConfig, and without it clients are not asked who they are";
    for (const sasl of ["", "sasl: false, "])
      assert.match(found(`tls: true, ${custom(sasl + settings)}`).join(), new RegExp(`${message}$`));
    assert.deepEqual(found(`tls: true, ${custom(`sasl: true, ${settings}`)}`), []);
  });

  it("has no TLS without tls: true, whatever is set for TLS", () => {
    const settings = "listenerConfig: {ssl.client.auth: required}";
    assert.deepEqual(found(`tls: false, ${custom(settings)}`), [
      "[0].tls: expected true: there are settings of TLS in listenerConfig, which mean nothing without it",
    ]);
    assert.deepEqual(found(`tls: true, ${custom(settings)}`), []);
  });

  it("takes no values that something else would have to find: they would be the passwords themselves", () => {
    const password = (text: string) => custom(`sasl: true, listenerConfig: {plain.sasl.jaas.config: 'x required user_a="${text}";'}`);
    assert.deepEqual(found(`tls: true, ${password(["$", "{strimzienv:PASSWORD}"].join(""))}`), [
      "[0].authentication.listenerConfig: there are no config providers embedded, which would find values elsewhere: write the value itself",
    ]);
    assert.deepEqual(found(`tls: true, ${password("$1{x}:$")}`), []);
  });
});

describe("super users", () => {
  it("are one for each name", () => {
    const text = kafka("authorization: {type: simple, superUsers: [admin, 'x;User:shop']}");
    assert.deepEqual(problems(text, pool()), [
      'f.yaml:9:47 spec.kafka.authorization.superUsers: a name must not have ";" in it: Kafka would take what follows for another super user',
    ]);
  });
});

describe("noEffectWhenEmbedded", () => {
  const paths = (...documents: string[]) =>
    noEffectWhenEmbedded(platform(...documents)).map(({ resource, path }) => `${resource.kind} ${path}`);

  it("lists nothing for what takes effect", () => {
    const storage = "storage: {type: jbod, volumes: [{id: 0, type: ephemeral}]}";
    const text = kafka("config: {num.partitions: 3}\nquotas: {type: kafka, producerByteRate: 1}", "entityOperator: {topicOperator: {}}");
    assert.deepEqual(
      paths(text, pool("p", `replicas: 1\nroles: [broker, controller]\n${storage}`), topic("t", "replicas: 3\nconfig: {a: 1}")),
      [],
    );
  });

  it("lists what means something on Kubernetes only, each at its topmost place", () => {
    const text = kafka(
      "version: 4.3.1\nquotas: {type: strimzi}\ntemplate: {pod: {affinity: {}}}\nmetricsConfig: {type: jmxPrometheusExporter, valueFrom: {configMapKeyRef: {name: m, key: k}}}",
      "kafkaExporter: {topicRegex: a, logging: debug}\nentityOperator: {topicOperator: {watchedNamespace: x}, userOperator: {secretPrefix: x, logging: {type: inline}}}\ncruiseControl: {}",
    ).replace("tls: false", "tls: false, configuration: {maxConnections: 1, maxConnectionCreationRate: 1, useServiceDnsDomain: true}");
    const storage = "storage: {type: jbod, volumes: [{id: 0, type: persistent-claim, size: 1Gi}]}";
    assert.deepEqual(paths(text, pool("p", `replicas: 3\nroles: [broker, controller]\n${storage}\nresources: {}`), topic()), [
      "Kafka spec.kafka.listeners[0].configuration.useServiceDnsDomain",
      "Kafka spec.kafka.version",
      "Kafka spec.kafka.template",
      "Kafka spec.kafka.metricsConfig.valueFrom",
      "Kafka spec.kafkaExporter.logging",
      "Kafka spec.entityOperator.topicOperator.watchedNamespace",
      "Kafka spec.entityOperator.userOperator.logging",
      "Kafka spec.cruiseControl",
      "KafkaNodePool spec.replicas",
      "KafkaNodePool spec.storage.volumes[0].size",
      "KafkaNodePool spec.resources",
    ]);
  });

  it("lists a listener for the outside of a cluster: it is opened where all are", () => {
    const outside = "{name: outside, port: 9094, type: nodeport, tls: true, authentication: {type: tls}}";
    assert.deepEqual(paths(kafka().replace(/( {6}- .*\n)/, `$1      - ${outside}\n`), pool()), ["Kafka spec.kafka.listeners[1].type"]);
  });
});

describe("a single node", () => {
  it("has a listener's limits on connections among its settings, as Strimzi has them", () => {
    const configuration = "configuration: {maxConnections: 7, maxConnectionCreationRate: 9}";
    const text = kafka("config: {max.connections: 20}").replace("tls: false", `tls: false, ${configuration}`);
    const { effective } = effectiveConfig(platform(text, three).kafka);
    assert.deepEqual(
      Object.entries(effective).filter(([name]) => /max\.connection/.test(name)),
      [
        ["max.connections", "20"],
        ["listener.name.plain-9092.max.connections", "7"],
        ["listener.name.plain-9092.max.connection.creation.rate", "9"],
      ],
    );
  });

  it("has limits for all clients together among its settings, as Strimzi has them", () => {
    const quotas =
      "quotas: {type: strimzi, producerByteRate: 5, minAvailableRatioPerVolume: 0.1, excludedPrincipals: ['User:a', 'User:CN=b,O=c']}";
    const { effective } = effectiveConfig(platform(kafka(quotas), three).kafka);
    assert.deepEqual(
      Object.entries(effective).filter(([name]) => name.startsWith("client.quota.")),
      [
        ["client.quota.callback.class", "io.strimzi.kafka.quotas.StaticQuotaCallback"],
        ["client.quota.callback.static.produce", "5"],
        ["client.quota.callback.static.storage.per.volume.limit.min.available.ratio", "0.1"],
        ["client.quota.callback.static.excluded.principal.name.list", "User:a;User:CN=b,O=c"],
      ],
    );
  });

  it("has listeners on which clients log in as Strimzi has them", () => {
    const listeners = [
      "{name: users, port: 9094, type: internal, tls: false, authentication: {type: scram-sha-512}}",
      "{name: own, port: 9095, type: internal, tls: false, authentication: {type: custom, sasl: true, listenerConfig: {sasl.enabled.mechanisms: [plain, oauthbearer], plain.sasl.jaas.config: x}}}",
      "{name: open, port: 9096, type: internal, tls: false, authentication: {type: custom, listenerConfig: {connections.max.reauth.ms: 5}}}",
    ];
    const text = kafka().replace(/( {6}- .*\n)/, `$1${listeners.map((listener) => `      - ${listener}\n`).join("")}`);
    const { kafka: declared } = platform(text, three);
    assert.deepEqual(declared.spec.kafka.listeners.map(kafkaSecurityProtocol), [
      "PLAINTEXT",
      "SASL_PLAINTEXT",
      "SASL_PLAINTEXT",
      "PLAINTEXT",
    ]);
    assert.deepEqual(
      kafkaSecurityProtocol({ name: "a", port: 1, type: "internal", tls: true, authentication: { type: "custom", sasl: true } }),
      "SASL_SSL",
    );
    const { effective } = effectiveConfig(declared);
    assert.deepEqual(Object.fromEntries(Object.entries(effective).filter(([name]) => name.startsWith("listener."))), {
      "listener.name.users-9094.sasl.enabled.mechanisms": "SCRAM-SHA-512",
      "listener.name.users-9094.scram-sha-512.sasl.jaas.config": "org.apache.kafka.common.security.scram.ScramLoginModule required;",
      "listener.name.own-9095.sasl.enabled.mechanisms": "plain,oauthbearer",
      "listener.name.own-9095.plain.sasl.jaas.config": "x",
      "listener.name.open-9096.connections.max.reauth.ms": "5",
    });
  });

  it("has one of each replica, and a warning for each that was declared otherwise", () => {
    const config =
      "config: {default.replication.factor: 3, min.insync.replicas: 2, offsets.topic.replication.factor: '1', num.partitions: 6, x: no, big: 9223372036854775807}";
    const { effective, warnings } = effectiveConfig(platform(kafka(config), three).kafka);
    assert.deepEqual(effective, {
      "default.replication.factor": "1",
      "min.insync.replicas": "1",
      "offsets.topic.replication.factor": "1",
      "num.partitions": "6",
      x: "false",
      big: "9223372036854775807",
      "transaction.state.log.replication.factor": "1",
      "transaction.state.log.min.isr": "1",
      "share.coordinator.state.topic.replication.factor": "1",
      "share.coordinator.state.topic.min.isr": "1",
    });
    assert.deepEqual(warnings, [
      {
        reason: "SingleNode",
        message: 'spec.kafka.config["default.replication.factor"] is 3 and takes effect as 1: embedded there is one node',
      },
      { reason: "SingleNode", message: 'spec.kafka.config["min.insync.replicas"] is 2 and takes effect as 1: embedded there is one node' },
    ]);
  });

  it("keeps to ACLs and knows super users, as Strimzi has it", () => {
    const authorizer = { "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer" };
    const settings = (authorization: string) => {
      const { effective } = effectiveConfig(platform(kafka(authorization), three).kafka);
      return Object.fromEntries(Object.entries(effective).filter(([name]) => /^(authorizer|super)/.test(name)));
    };
    assert.deepEqual(settings(""), {});
    assert.deepEqual(settings("authorization: {type: simple}"), authorizer);
    assert.deepEqual(settings("authorization: {type: simple, superUsers: [admin, CN=root]}"), {
      ...authorizer,
      "super.users": "User:admin;User:CN=root",
    });
  });

  it("does the same for topics", () => {
    const { topics } = platform(
      kafka(),
      three,
      topic("t", "replicas: 3\npartitions: 2\nconfig: {min.insync.replicas: 2, cleanup.policy: [compact, delete]}"),
      topic("u", "{}"),
    );
    const [first, second] = topics.map(effectiveTopic);
    assert.deepEqual(first, {
      effective: {
        name: "t",
        partitions: 2,
        replicationFactor: 1,
        config: { "min.insync.replicas": "1", "cleanup.policy": "compact,delete" },
      },
      warnings: [
        { reason: "SingleNode", message: "spec.replicas is 3 and takes effect as 1: embedded there is one node" },
        { reason: "SingleNode", message: 'spec.config["min.insync.replicas"] is 2 and takes effect as 1: embedded there is one node' },
      ],
    });
    assert.deepEqual(second, { effective: { name: "u", partitions: undefined, replicationFactor: 1, config: {} }, warnings: [] });
  });

  it("keeps its data as the brokers' pools say", () => {
    const kind = (...pools: string[]) => storageOf(platform(kafka(), ...pools).nodePools);
    const controller = pool("c", "replicas: 1\nroles: [controller]\nstorage: {type: persistent-claim, size: 1Gi}");
    const broker = (storage: string) => pool("b", `replicas: 1\nroles: [broker]\nstorage: {${storage}}`);
    assert.equal(kind(controller, broker("type: ephemeral")), "ephemeral");
    assert.equal(kind(controller, broker("type: persistent-claim, size: 1Gi")), "persistent");
    assert.equal(kind(controller, broker("type: jbod, volumes: [{id: 0, type: ephemeral}]")), "ephemeral");
    assert.equal(
      kind(controller, broker("type: jbod, volumes: [{id: 0, type: ephemeral}, {id: 1, type: persistent-claim, size: 1Gi}]")),
      "persistent",
    );
  });

  it("keeps data of a Kafka that goes unless all persistent volumes of brokers say otherwise", () => {
    const keeps = (storage: string, there: "persistent" | "ephemeral" = "persistent") => {
      const controller = pool("a", "replicas: 1\nroles: [controller]\nstorage: {type: persistent-claim, size: 1Gi, deleteClaim: false}");
      const broker = pool("b", `replicas: 1\nroles: [broker]\nstorage: {${storage}}`);
      const { nodePools } = platform(kafka(), controller, broker);
      assert.equal(poolOfNode(nodePools)?.metadata.name, "b");
      return keepsData(nodePools, there);
    };
    const volumes = (one: boolean, other: boolean) =>
      [one, other].map((claim, id) => `{id: ${id}, type: persistent-claim, size: 1Gi, deleteClaim: ${claim}}`).join(", ");
    assert.equal(keeps("type: persistent-claim, size: 1Gi"), true);
    assert.equal(keeps("type: persistent-claim, size: 1Gi, deleteClaim: true"), false);
    assert.equal(keeps(`type: jbod, volumes: [${volumes(true, false)}]`), true);
    assert.equal(keeps(`type: jbod, volumes: [${volumes(true, true)}]`), false);
    assert.equal(keeps("type: ephemeral", "ephemeral"), false);
    assert.equal(keeps("type: ephemeral"), true, "what is there is persistent, whatever is asked for now");
    assert.equal(keeps("type: persistent-claim, size: 1Gi", "ephemeral"), false);
  });

  it("warns of topics that nobody would look after on Kubernetes", () => {
    const reasons = (declared: Platform) => entityWarnings(declared).map(({ reason }) => reason);
    assert.deepEqual(reasons(platform(kafka(), pool(), topic())), ["NoTopicOperator"]);
    assert.deepEqual(reasons(platform(kafka("", "entityOperator: {topicOperator: {}}"), pool(), topic())), []);
    assert.deepEqual(reasons(platform(kafka(), pool())), []);
    assert.deepEqual(reasons(platform(kafka(), pool(), user("u", "{}"))), ["NoUserOperator"]);
    assert.deepEqual(reasons(platform(kafka("", "entityOperator: {userOperator: {}}"), pool(), user("u", "{}"))), []);
  });
});

describe("users", () => {
  const warned = (authentication: string, ...listeners: string[]) => {
    const all = listeners.map((listener, at) => `      - {name: l${at}, port: ${9092 + at}, type: internal, ${listener}}\n`).join("");
    const { resources, problems: found } = loadResources([
      file(kafka().replace(/ {6}- .*\n/, all), pool(), user("u", `authentication: {type: ${authentication}}`)),
    ]);
    assert.deepEqual(found, []);
    const [declared, [cluster]] = [resources?.users[0], resources?.kafkas ?? []];
    assert.ok(declared && cluster);
    return userWarnings(declared, cluster).map(({ message }) => message);
  };

  it("are told if there is no listener on which they could log in", () => {
    const plain = "tls: false";
    const tls = "tls: true, authentication: {type: tls}";
    const scram = "tls: false, authentication: {type: scram-sha-512}";
    const custom = (more: string) => `${more}, authentication: {type: custom, sasl: true}`;
    const message = (type: string) => [`no listener has authentication of the type ${type}: the user cannot log in`];
    assert.deepEqual(warned("scram-sha-512", plain, tls), message("scram-sha-512"));
    assert.deepEqual(warned("scram-sha-512", plain, scram), []);
    assert.deepEqual(warned("scram-sha-512", custom(plain)), []);
    for (const type of ["tls", "tls-external"]) {
      assert.deepEqual(warned(type, plain, scram, custom(plain)), message("tls"));
      assert.deepEqual(warned(type, tls), []);
      assert.deepEqual(warned(type, custom("tls: true")), []);
    }
  });
});

it("ACLs from a host by its name are told: they deny nothing", () => {
  const acl = (host: string) => `{type: deny, host: ${host}, resource: {type: topic, name: t}, operations: [Read]}`;
  const warned = (...hosts: string[]) => {
    const spec = `authorization: {type: simple, acls: [${hosts.map(acl).join(", ")}]}`;
    const { kafka: cluster, users } = platform(kafka("authorization: {type: simple}"), pool(), user("u", spec));
    return users.flatMap((each) => userWarnings(each, cluster)).map(({ message }) => message);
  };
  assert.deepEqual(warned("localhost", "localhost", "shop.example.com", "10.0.0.0/8"), [
    "ACLs from localhost are about nobody: Kafka compares hosts with clients' addresses",
    "ACLs from shop.example.com are about nobody: Kafka compares hosts with clients' addresses",
    "ACLs from 10.0.0.0/8 are about nobody: Kafka compares hosts with clients' addresses",
  ]);
  assert.deepEqual(warned("'*'", "192.0.2.1", "'2001:db8::1'", "'::ffff:192.0.2.1'"), []);
});

it("a listener that trusts all the world's authorities is told", () => {
  const warned = (listenerConfig: string) => {
    const listener = `{name: own, port: 9092, type: internal, tls: true, authentication: {type: custom, listenerConfig: ${listenerConfig}}}`;
    return listenerWarnings(platform(kafka().replace(/ {6}- .*\n/, `      - ${listener}\n`), pool()).kafka).map(({ reason }) => reason);
  };
  assert.deepEqual(warned("{ssl.client.auth: required}"), ["NoTrustStore"]);
  assert.deepEqual(warned("{ssl.client.auth: required, ssl.truststore.location: /ca.pem}"), []);
  assert.deepEqual(warned("{ssl.client.auth: none}"), []);
});

describe("metrics", () => {
  const warnings = (kafkaFields: string) => metricsWarnings(platform(kafka(kafkaFields), pool()).kafka).map(({ message }) => message);

  it("have names that rules in a ConfigMap don't change, which is said", () => {
    const [message, ...others] = warnings(
      "metricsConfig: {type: jmxPrometheusExporter, valueFrom: {configMapKeyRef: {name: rules, key: k}}}",
    );
    assert.match(message ?? "", /ConfigMap rules are not applied/);
    assert.deepEqual(others, []);
    assert.deepEqual(warnings("metricsConfig: {type: strimziMetricsReporter}"), []);
    assert.deepEqual(warnings(""), []);
  });
});

describe("conditions", () => {
  it("have Kubernetes' form of time", () => {
    const now = Date.UTC(2026, 0, 31, 12, 0, 0, 789);
    const lastTransitionTime = "2026-01-31T12:00:00Z";
    assert.deepEqual(readyCondition(now), { type: "Ready", status: "True", lastTransitionTime });
    assert.deepEqual(warningCondition({ reason: "R", message: "m" }, now), {
      type: "Warning",
      status: "True",
      lastTransitionTime,
      reason: "R",
      message: "m",
    });
  });
});
