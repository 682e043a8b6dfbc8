import assert from "node:assert/strict";
import { test } from "node:test";
import { type Cluster, startApiCluster } from "../cluster.ts";
import { kubectl, onCluster, until } from "./on-cluster.ts";

const stateful = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: stateful }
spec:
  serviceName: stateful
  replicas: 3
  selector: { matchLabels: { app: stateful } }
  template:
    metadata: { labels: { app: stateful } }
    spec:
      initContainers: [{ name: before, image: "nowhere.test/none:1" }]
      containers: [{ name: main, image: "nowhere.test/none:1", volumeMounts: [{ name: data, mountPath: /data }] }]
      topologySpreadConstraints:
        - { maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: stateful } } }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
---
apiVersion: v1
kind: Service
metadata: { name: stateful }
spec: { clusterIP: None, selector: { app: stateful }, ports: [{ port: 9092 }] }
---
apiVersion: batch/v1
kind: Job
metadata: { name: once }
spec: { template: { spec: { restartPolicy: Never, containers: [{ name: main, image: "nowhere.test/none:1" }] } } }
`;

async function podsComeAndGo(cluster: Cluster): Promise<void> {
  await kubectl(cluster, "apply --filename=-", stateful);
  await kubectl(cluster, "rollout status statefulset/stateful --timeout=60s");
  await kubectl(cluster, "wait --for=condition=Complete job/once --timeout=60s");
  const zones = await kubectl(cluster, "get pods --selector app=stateful --output jsonpath={.items[*].spec.nodeName}");
  assert.deepEqual(zones.split(" ").sort(), ["fake-0", "fake-1", "fake-2"]);
  await until("the Service has the pods' addresses", async () => {
    const slice = await kubectl(
      cluster,
      "get endpointslices --selector kubernetes.io/service-name=stateful --output jsonpath={.items[*].endpoints[*].addresses}",
    );
    return slice.split(" ").filter((each) => each.includes("198.18.")).length === 3;
  });

  const uid = await kubectl(cluster, "get pod stateful-1 --output jsonpath={.metadata.uid}");
  // Its successor has the same name, and may be there before kubectl would look.
  await kubectl(cluster, "delete pod stateful-1 --wait=false");
  await until("there is another pod", async () => {
    const now = await kubectl(cluster, "get pod stateful-1 --ignore-not-found --output jsonpath={.metadata.uid}");
    return now !== "" && now !== uid;
  });
  await kubectl(cluster, "rollout status statefulset/stateful --timeout=60s");
}

/** What a test writes into a pod's status is not written over. */
async function podsMayFail(cluster: Cluster): Promise<void> {
  const status = { status: { conditions: [{ type: "Ready", status: "False" }] } };
  await kubectl(cluster, `patch pod stateful-2 --subresource=status --type=strategic --patch ${JSON.stringify(status)}`);
  await kubectl(cluster, "label pod stateful-2 noticed=yes");
  await kubectl(cluster, "wait --for=condition=Ready=False pod/stateful-2 --timeout=10s");
}

async function volumesGrowAndGo(cluster: Cluster): Promise<void> {
  const larger = { spec: { resources: { requests: { storage: "2Gi" } } } };
  await kubectl(cluster, `patch pvc data-stateful-0 --patch ${JSON.stringify(larger)}`);
  await kubectl(cluster, "wait --for=jsonpath={.status.capacity.storage}=2Gi pvc/data-stateful-0 --timeout=30s");
  await kubectl(cluster, "delete statefulset stateful --cascade=foreground --wait");
  assert.equal(await kubectl(cluster, "get pods --selector app=stateful --output name"), "");
  await kubectl(cluster, "delete pvc --all --wait");
  await until("volumes go with their claims", async () => (await kubectl(cluster, "get pv --output name")) === "");
}

test("nodes that run nothing: pods turn ready and go, volumes are bound, grow and go", (t) =>
  onCluster(
    t,
    (folder) => startApiCluster({ folder }),
    async (cluster) => {
      for (const step of [podsComeAndGo, podsMayFail, volumesGrowAndGo]) await step(cluster);
    },
  ));
