import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { RebalanceController, TopicController, UserController, WatchedKafkas } from "@millrace/controllers";
import { opening, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import { podSetDefinition } from "@millrace/operator";
import { topicDeclaration } from "@millrace/resources";
import { type PlatformResource, startPlatform } from "../../../../packages/embedded/src/library/index.ts";
import { ourCrds } from "../../kubernetes/crds.ts";
import type { Crd } from "../../resources/schema-node.ts";
import { AskedRights } from "../asked-rights.ts";
import { type Cluster, startApiCluster } from "../cluster.ts";
import { grantedRights, isInstalled, logIn, manifest, runInstalled, user } from "./installed-operator.ts";
import { kubectl, onCluster, until } from "./on-cluster.ts";

/** Rights that nobody asks for here, and who does. */
const askedElsewhere: Readonly<Record<string, string>> = {
  "create routes.route.openshift.io/custom-host": "OpenShift, for a Route with a host that was given",
  "update routes.route.openshift.io/custom-host": "OpenShift, when that host changes",
  "create kafkarebalances.kafka.strimzi.io": "a Kafka with several brokers, when another one has come: full/drain.test.ts",
  "delete kafkarebalances.kafka.strimzi.io": "the same, when that is through",
};

/** OpenShift's plug-in asks first whether somebody may do this everywhere, which saves it the rest; it takes no for an answer. */
const shortCut = "update *.*/finalizers";

/** Kinds of other makers, as far as it takes to have them: what they hold is not looked at. */
const stranger = (group: string, version: string, kind: string, plural: string) =>
  ({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}`, annotations: { "api-approved.kubernetes.io": "unapproved, for a test" } },
    spec: {
      ...{ group, scope: "Namespaced", names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() } },
      versions: [
        {
          ...{ name: version, served: true, storage: true, subresources: { status: {} } },
          schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
        },
      ],
    },
  }) as unknown as Crd;
const strangers = [
  stranger("route.openshift.io", "v1", "Route", "routes"),
  stranger("gateway.networking.k8s.io", "v1", "TLSRoute", "tlsroutes"),
];

const declared = `
apiVersion: v1
kind: ConfigMap
metadata: { name: rules }
data: { rules.yaml: "rules: []" }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: { name: nodes, labels: { strimzi.io/cluster: my } }
spec: { replicas: 1, roles: [controller, broker], storage: { type: persistent-claim, size: 1Gi, deleteClaim: true } }
---
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: my }
spec:
  kafka:
    rack: { topologyKey: topology.kubernetes.io/zone }
    config: { default.replication.factor: 1, min.insync.replicas: 1, offsets.topic.replication.factor: 1, transaction.state.log.replication.factor: 1 }
    metricsConfig: { type: jmxPrometheusExporter, valueFrom: { configMapKeyRef: { name: rules, key: rules.yaml } } }
    listeners:
      - { name: node, port: 9094, type: nodeport, tls: true }
      - name: ingress
        port: 9095
        type: ingress
        tls: true
        configuration: { bootstrap: { host: my.test }, hostTemplate: "{nodeId}.my.test" }
      - { name: route, port: 9096, type: route, tls: true }
      - name: gateway
        port: 9097
        type: tlsroute
        tls: true
        configuration: { parentRefs: [{ name: gateway }], bootstrap: { host: my.gateway.test }, hostTemplate: "{nodeId}.gateway.test" }
`;
const members = `
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: other, namespace: other, annotations: { strimzi.io/pause-reconciliation: "true" } }
spec:
  kafka: { authorization: { type: simple }, listeners: [{ name: plain, port: 9092, type: internal, tls: false }] }
  entityOperator: { topicOperator: {}, userOperator: {} }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: { name: orders, namespace: other, labels: { strimzi.io/cluster: other } }
spec: { partitions: 1, replicas: 1 }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaUser
metadata: { name: ann, namespace: other, labels: { strimzi.io/cluster: other } }
spec: { authentication: { type: scram-sha-512 } }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaRebalance
metadata: { name: even, namespace: other, labels: { strimzi.io/cluster: other } }
spec: {}
`;
/** Nothing runs that would say so. */
const isReady = { status: { conditions: [{ type: "Ready", status: "True", lastTransitionTime: "2026-01-01T00:00:00Z" }] } };

const apiVersion = "kafka.strimzi.io/v1";
const group = { groupId: "g", configStorageTopic: "c", statusStorageTopic: "s", offsetStorageTopic: "o" };
const bootstrapServers = "my-kafka-bootstrap:9092";
/** One of each kind that nothing looks after yet. */
const awaited: Readonly<Record<string, object>> = {
  KafkaConnect: { replicas: 1, bootstrapServers, ...group },
  KafkaConnector: {},
  KafkaMirrorMaker2: { replicas: 1, target: { alias: "here", bootstrapServers, ...group }, mirrors: [] },
  KafkaBridge: { replicas: 1, bootstrapServers },
};

/** Kinds of objects that are the Kafka's, and have owners. */
const owned =
  "serviceaccount,networkpolicy,poddisruptionbudget,service,configmap,persistentvolumeclaim,ingress,route,tlsroute,strimzipodset";

const common = { clock: systemClock, random: systemRandom, logger: silentLogger };

async function isMade(cluster: Cluster): Promise<void> {
  await kubectl(cluster, "apply --filename=-", declared);
  await until("the Routes have hosts", async () => {
    const routes = (await kubectl(cluster, "get routes --output name")).split("\n").filter((name) => name !== "");
    for (const name of routes) {
      const status = { status: { ingress: [{ host: `${name.split("/")[1]}.test` }] } };
      await kubectl(cluster, `patch ${name} --subresource=status --type=merge --patch=${JSON.stringify(status)}`);
    }
    return routes.length === 2;
  });
  await until("there is a pod", async () => (await kubectl(cluster, "get pod my-nodes-0 --ignore-not-found --output name")) !== "");
  await kubectl(cluster, "wait --for=condition=Ready pod/my-nodes-0 --timeout=30s");
}

const ownersOf = async (cluster: Cluster, kinds: string): Promise<readonly (readonly [string, boolean])[]> => {
  const list = JSON.parse(await kubectl(cluster, `get ${kinds} --selector strimzi.io/cluster=my --output json`)) as {
    items: ReadonlyArray<{ kind: string; metadata: { name: string; ownerReferences?: readonly object[] } }>;
  };
  return list.items.map(({ kind, metadata }) => [`${kind}/${metadata.name}`, metadata.ownerReferences !== undefined]);
};

/** Who changes owners has to have the right to delete. */
async function lostOwnersComeBack(cluster: Cluster): Promise<void> {
  const patch = JSON.stringify({ metadata: { ownerReferences: null } });
  for (const [name] of await ownersOf(cluster, `${owned},pod`)) await kubectl(cluster, `patch ${name} --type=merge --patch=${patch}`);
  await until("all have owners again", async () => (await ownersOf(cluster, `${owned},pod`)).every(([, isOwned]) => isOwned));
}

/** What is said once more is counted. */
async function countsWarnings(cluster: Cluster): Promise<void> {
  const uid = await kubectl(cluster, "get configmap rules --output jsonpath={.metadata.uid}");
  const stranger = { apiVersion: "v1", kind: "ConfigMap", name: "rules", uid, controller: true };
  const patch = (ownerReferences: readonly object[] | null) =>
    kubectl(cluster, `patch pod my-nodes-0 --type=merge --patch=${JSON.stringify({ metadata: { ownerReferences } })}`);
  await patch([stranger]);
  await until("a pod of somebody else is told of twice", async () => {
    const counts = await kubectl(cluster, "get events --field-selector reason=ForeignPod --output jsonpath={.items[*].count}");
    return counts.split(" ").some((count) => Number(count) > 1);
  });
  await patch(null);
}

async function mends(cluster: Cluster): Promise<void> {
  const uid = () => kubectl(cluster, "get pod my-nodes-0 --ignore-not-found --output jsonpath={.metadata.uid}");
  const before = await uid();
  await kubectl(cluster, 'patch pod my-nodes-0 --subresource=status --type=merge --patch={"status":{"phase":"Failed"}}');
  await until("another pod takes the place of one that has failed", async () => ![before, ""].includes(await uid()));
  await kubectl(cluster, 'patch secret my-trustbundle --type=merge --patch={"data":{"cluster-ca.crt":"AA=="}}');
  await until("a Secret is as it was", async () => {
    const data = await kubectl(cluster, "get secret my-trustbundle --output jsonpath={.data}");
    return !data.includes('"AA=="');
  });
}

async function saysWhatIsNotSupported(cluster: Cluster): Promise<void> {
  for (const [kind, spec] of Object.entries(awaited)) {
    const resource = { apiVersion, kind, metadata: { name: "awaited" }, spec };
    await kubectl(cluster, "apply --filename=-", JSON.stringify(resource));
    await kubectl(cluster, `wait --for=condition=NotReady --timeout=30s ${kind}/awaited`);
  }
}

async function goes(cluster: Cluster): Promise<void> {
  await kubectl(cluster, "delete kafka,kafkanodepool --all --wait");
  await until("nothing is left", async () => {
    const left = await kubectl(cluster, `get ${owned},secret,clusterrolebinding --selector strimzi.io/cluster=my --output name`);
    return left.trim() === "";
  });
}

/** A Kafka that lets its users log in, and its controllers do anything. */
const standIn: readonly PlatformResource[] = [
  {
    ...{ apiVersion, kind: "KafkaNodePool", metadata: { name: "nodes", labels: { "strimzi.io/cluster": "other" } } },
    spec: { replicas: 1, roles: ["controller", "broker"], storage: { type: "ephemeral" } },
  },
  {
    ...{ apiVersion, kind: "Kafka", metadata: { name: "other" } },
    spec: {
      kafka: {
        listeners: [
          { name: "plain", port: 9092, type: "internal", tls: false },
          { name: "login", port: 9093, type: "internal", tls: false, authentication: { type: "scram-sha-512" } },
        ],
        authorization: { type: "simple", superUsers: ["ANONYMOUS"] },
      },
    },
  },
];

/** What the controllers of topics, users and rebalances do, which takes a Kafka that answers: here an embedded one stands for it. */
const looksAfterMembers = (cluster: Cluster): Promise<void> =>
  opening(async (opened) => {
    const { client, refused } = opened.add(await logIn(cluster));
    const platform = await startPlatform({ resources: standIn });
    opened.defer(() => platform.stop());
    const { bootstrapServers } = platform;
    const watched = opened.add(new WatchedKafkas({ ...common, client, addressOf: () => ({ bootstrapServers }) }));
    const effective = (topic: Parameters<typeof topicDeclaration>[0]) => ({ effective: topicDeclaration(topic), warnings: [] });
    for (const controller of [
      new TopicController({ ...common, client, watched, effective, resyncMs: 500 }),
      new UserController({ ...common, client, watched, resyncMs: 500 }),
      new RebalanceController({ ...common, client, watched }),
    ])
      await opened.add(controller).start();
    await kubectl(cluster, "create namespace other");
    await kubectl(cluster, "apply --filename=-", members);
    await kubectl(cluster, "wait --for=condition=Ready --timeout=30s --namespace other kafkatopic/orders kafkauser/ann");
    await kubectl(cluster, `patch kafka other --namespace other --subresource=status --type=merge --patch=${JSON.stringify(isReady)}`);
    await kubectl(cluster, "wait --for=condition=ProposalReady --timeout=30s --namespace other kafkarebalance/even");
    await kubectl(cluster, "annotate --namespace other kafkarebalance/even strimzi.io/rebalance=approve");
    await kubectl(cluster, "wait --for=condition=Ready --timeout=30s --namespace other kafkarebalance/even");
    // Whoever logs in by a certificate that comes from elsewhere needs no Secret.
    await kubectl(
      cluster,
      `patch kafkauser ann --namespace other --type=merge --patch={"spec":{"authentication":{"type":"tls-external"}}}`,
    );
    await until(
      "the user has no Secret",
      async () => (await kubectl(cluster, "get secrets --namespace other --output name")).trim() === "",
    );
    await kubectl(cluster, "delete --wait --namespace other kafkatopic/orders kafkauser/ann");
    await kubectl(cluster, "delete namespace other --wait");
    assert.deepEqual(refused, []);
    await opened.close();
  });

test("the operator has the rights that it needs, and no others", async (t) => {
  let rights: AskedRights | undefined;
  const start = async (folder: string): Promise<Cluster> => {
    rights = await AskedRights.open(folder);
    // OpenShift has the plug-in. Servers that don't tell watches what there is by now are asked for lists.
    const flags = ["--enable-admission-plugins=OwnerReferencesPermissionEnforcement", "--feature-gates=WatchList=false"];
    // Kubernetes' collector of garbage takes half a minute to hear of kinds that come later.
    const crds = [...(await ourCrds()), podSetDefinition, ...strangers];
    return startApiCluster({ folder, crds, authorization: rights.flags, flags });
  };
  try {
    await onCluster(t, start, async (cluster) => {
      await isInstalled(cluster);
      // Warnings are to be told more than once.
      const settings = { STRIMZI_FULL_RECONCILIATION_INTERVAL_MS: "1000" };
      const operator = await runInstalled(cluster, await readFile(manifest, "utf8"), { settings });
      try {
        for (const step of [isMade, lostOwnersComeBack, countsWarnings, mends, saysWhatIsNotSupported, goes]) await step(cluster);
        assert.equal(await operator.end("SIGTERM"), 0);
      } finally {
        await operator.close();
      }
      assert.doesNotMatch(operator.output, /cannot \w+ resource/);
      await looksAfterMembers(cluster);
      const granted = await grantedRights();
      const asked = rights?.of(user) ?? new Set();
      assert.deepEqual(
        [...asked].filter((right) => !granted.has(right)),
        [shortCut],
        "asked for, and not granted",
      );
      const unused = [...granted].filter((right) => !asked.has(right)).sort();
      assert.deepEqual(unused, Object.keys(askedElsewhere).sort(), "granted, and not asked for");
    });
  } finally {
    await rights?.close();
  }
});
