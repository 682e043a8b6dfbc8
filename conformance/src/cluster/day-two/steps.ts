import assert from "node:assert/strict";
import { kubectl, until } from "../test/on-cluster.ts";
import { allAreAnew, isPodReady, isSettled, kafkaOf, type Place, patchKafka, podsOf, rollMsMax, serves } from "./place.ts";
import { kafkaVersions } from "./versions.ts";

/** One change, or one mishap, of a day. Resolves when its Kafka is as it shall be again. */
export interface Step {
  readonly name: string;
  run(place: Place): Promise<void>;
}

const nodes = 6;

const roll = (name: string, change: (place: Place) => Promise<unknown>): Step => ({
  name,
  async run(place) {
    const before = await podsOf(place);
    await change(place);
    await allAreAnew(place, before);
  },
});

const secretAnnotated = (name: string, annotation: string) => (place: Place) =>
  kubectl(place.cluster, `annotate secret ${name} ${annotation}=true`);

const brokerKilled: Step = {
  name: "a broker is killed",
  async run(place) {
    const [broker] = (await podsOf(place)).filter(({ metadata }) => metadata.name.startsWith("flow-brokers-"));
    assert.ok(broker);
    await kubectl(place.cluster, `delete pod ${broker.metadata.name} --force --grace-period=0`);
    await until("it is another one, which serves", async () => {
      const now = (await podsOf(place)).find(({ metadata }) => metadata.name === broker.metadata.name);
      return now !== undefined && now.metadata.uid !== broker.metadata.uid && isPodReady(now) && isSettled(place);
    });
  },
};

const machineDrained: Step = {
  name: "a machine is emptied",
  async run(place) {
    const [first] = await podsOf(place);
    const machine = first?.spec.nodeName ?? "";
    try {
      await kubectl(place.cluster, `drain ${machine} --ignore-daemonsets --delete-emptydir-data --timeout=600s`);
      assert.deepEqual(
        (await podsOf(place)).filter(({ spec }) => spec.nodeName === machine),
        [],
      );
      await serves(place, nodes);
    } finally {
      await kubectl(place.cluster, `uncordon ${machine}`);
    }
  },
};

/** With all that runs on it: a broker at least, but neither the server of names nor the operator, which the day has die anyway. */
const machineLost: Step = {
  name: "a machine is switched off",
  async run(place) {
    const { cluster, machines } = place;
    assert.ok(machines !== undefined, "there are machines");
    const others = await kubectl(
      cluster,
      "get pods --all-namespaces --output jsonpath={range.items[*]}{.metadata.name}={.spec.nodeName};{end}",
    );
    const needed = others.split(";").filter((pod) => /^(coredns|.*cluster-operator)-/.test(pod));
    const brokers = (await podsOf(place)).filter(({ metadata }) => metadata.name.startsWith("flow-brokers-"));
    const machine = brokers.map(({ spec }) => spec.nodeName ?? "").find((name) => !needed.some((pod) => pod.endsWith(`=${name}`)));
    assert.ok(machine !== undefined, `a machine with a broker and none of ${needed.join(", ")}`);
    await machines.stop(machine);
    try {
      await kubectl(cluster, `wait node/${machine} --for=condition=Ready=Unknown --timeout=120s`);
    } finally {
      await machines.start(machine);
    }
    await serves(place, nodes);
  },
};

const configured = roll("a configuration is changed that takes a restart", (place) =>
  patchKafka(place, { spec: { kafka: { config: { "queued.max.requests": 400 } } } }),
);
const otherMachineOptions = roll("the Java machines' options are changed", async (place) => {
  for (const pool of ["controllers", "brokers"]) {
    const patch = { spec: { jvmOptions: { "-XX": { MaxDirectMemorySize: "128m" } } } };
    await kubectl(place.cluster, `patch kafkanodepool ${pool} --type=merge --patch=${JSON.stringify(patch)}`);
  }
});
const renewed = roll("the authority's certificate is renewed", secretAnnotated("flow-cluster-ca-cert", "strimzi.io/force-renew"));
const replaced = roll("the authority's key is replaced", secretAnnotated("flow-cluster-ca", "strimzi.io/force-replace"));

const [before, next] = kafkaVersions;

/** One roll brings a node all that is due; when it is over, Kafka is of that version. */
const toVersion = (version: string): Step => ({
  name: `Kafka becomes ${version}`,
  async run(place) {
    const pods = await podsOf(place);
    await patchKafka(place, { spec: { kafka: { version } } });
    await allAreAnew(place, pods);
    await until(`its version is ${version}`, async () => (await kafkaOf(place)).status?.kafkaVersion === version);
  },
});

const controllersAdded: Step = {
  name: "two controllers join and leave again",
  async run(place) {
    for (const replicas of [5, 3]) {
      await kubectl(place.cluster, `scale kafkanodepool controllers --replicas=${replicas}`);
      await serves(place, nodes - 3 + replicas);
    }
  },
};

const brokerAdded: Step = {
  name: "a broker is added",
  async run(place) {
    await kubectl(place.cluster, "scale kafkanodepool brokers --replicas=4");
    await serves(place, nodes + 1);
  },
};

const evened: Step = {
  name: "replicas are evened out over it",
  async run({ cluster }) {
    const labels = { "strimzi.io/cluster": "flow" };
    const rebalance = { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaRebalance", metadata: { name: "even", labels }, spec: {} };
    await kubectl(cluster, "apply --filename=-", JSON.stringify(rebalance));
    await kubectl(cluster, "wait --for=condition=ProposalReady --timeout=300s kafkarebalance/even");
    await kubectl(cluster, "annotate kafkarebalance even strimzi.io/rebalance=approve");
    await kubectl(cluster, "wait --for=condition=Ready --timeout=900s kafkarebalance/even");
  },
};

/** What it has is moved elsewhere before it goes. */
const brokerRemoved: Step = {
  name: "another broker is removed",
  async run(place) {
    await kubectl(place.cluster, "annotate kafkanodepool brokers strimzi.io/remove-node-ids=[10]");
    await kubectl(place.cluster, "scale kafkanodepool brokers --replicas=3");
    await serves(place, nodes);
    assert.ok((await podsOf(place)).every(({ metadata }) => metadata.name !== "flow-brokers-10"));
  },
};

/** The first node of the roll is tried and taken back; all others are left alone. */
const imageFails: Step = {
  name: "a canary fails, as its image can't be had",
  async run(place) {
    const then = await podsOf(place);
    await kubectl(place.cluster, "annotate kafka flow millrace.io/canary-roll=20s");
    await serves(place, nodes);
    await patchKafka(place, { spec: { kafka: { image: "nowhere.test/kafka:none" } } });
    const failed = async (): Promise<boolean> =>
      (await kafkaOf(place)).status?.conditions?.some(({ reason }) => reason === "CanaryFailed") === true;
    await until("the canary fails", failed, rollMsMax);
    await until("it is as it was, and serves", async () => (await podsOf(place)).every(isPodReady), rollMsMax);
    const now = await podsOf(place);
    const anew = now.filter(({ metadata }) => !then.some((pod) => pod.metadata.uid === metadata.uid));
    assert.equal(anew.length, 1, `more than the canary was restarted: ${anew.map(({ metadata }) => metadata.name)}`);
    await patchKafka(place, { spec: { kafka: { image: null } } });
    await kubectl(place.cluster, "annotate kafka flow millrace.io/canary-roll-");
    await serves(place, nodes);
  },
};

/** In the order in which they are done. */
export const steps: readonly Step[] = [
  ...[configured, otherMachineOptions, renewed, replaced, brokerKilled, machineDrained, machineLost, controllersAdded],
  ...[brokerAdded, evened, brokerRemoved, toVersion(next), toVersion(before), imageFails],
];

/** Those that are tried each time. */
export const briefSteps: readonly Step[] = [toVersion(next), brokerKilled];
