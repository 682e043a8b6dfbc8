import { connect, type Socket } from "node:net";
import { type Admin, type ConfigEntry, Producer } from "@millrace/client";
import { brokerConfigs, updateModeOf } from "@millrace/configs";
import { messageOf, sleep, systemClock } from "@millrace/kit";
import type { Kafka } from "@millrace/resources";
import { trialKafka } from "./declared-cluster.ts";
import { type RolledNodes, rolled } from "./process-roll.ts";
import type { RunningNodes } from "./running-nodes.ts";
import type { Trial } from "./trials.ts";

type Config = NonNullable<Kafka["spec"]["kafka"]["config"]>;

const topic = "configured";
const largeBytes = 20_000;
const heardMsMax = 30_000;
const answerMsMax = 60_000;
const unansweredMs = 3_000;
const limit = "listener.name.plain-9092.max.connections";
/** What brokers are started with at first. */
const first: Config = { "num.network.threads": 1, "offsets.topic.replication.factor": 1, [limit]: 50 };

export const configuredKafka = (config: Config = first): Kafka => trialKafka({ config });

const expectSame = (what: string, seen: unknown, expected: unknown): readonly string[] =>
  JSON.stringify(seen) === JSON.stringify(expected) ? [] : [`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(seen)}`];

/** What comes of another configuration. */
function declared(nodes: RunningNodes, changes: Config): Promise<RolledNodes> {
  nodes.redeclare(configuredKafka({ ...first, ...changes }));
  return passed(nodes);
}

const passed = (nodes: RunningNodes): Promise<RolledNodes> => rolled(nodes, async () => {}, answerMsMax);

async function withAdmin<T>(nodes: RunningNodes, use: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = await nodes.admin(answerMsMax);
  try {
    return await use(admin);
  } finally {
    await admin.close();
  }
}

/** A setting of each broker, as `value from where`; `""` is what is set for all brokers. */
const settingOf = (nodes: RunningNodes, name: string): Promise<readonly string[]> =>
  withAdmin(nodes, async (admin) => {
    const described = await admin.describeConfigs(
      ["", "0", "1"].map((broker) => ({ type: "broker", name: broker })),
      { names: [name] },
    );
    return described.map(({ entries: [entry] }) => (entry === undefined ? "not set" : `${entry.value} ${entry.source}`));
  });

async function seenOnce<T>(look: () => Promise<T>, expected: T): Promise<T> {
  const endMs = systemClock.monotonicMs() + heardMsMax;
  for (;;) {
    const seen = await look();
    if (JSON.stringify(seen) === JSON.stringify(expected) || systemClock.monotonicMs() > endMs) return seen;
    await sleep(systemClock, 500);
  }
}

/** Whether a large record is taken. */
async function sendLarge(nodes: RunningNodes): Promise<string> {
  const producer = new Producer({ ...(await nodes.asOperator()), deliveryTimeoutMs: 20_000 });
  try {
    await producer.send({ topic, partition: 0, value: Buffer.alloc(largeBytes, "x") });
    return "taken";
  } catch (thrown) {
    return messageOf(thrown);
  } finally {
    await producer.close();
  }
}

/** ApiVersions, version 0, of a client without a name. */
const apiVersions = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);

/** How many of three connections that are open at once a listener answers. */
async function answered(nodes: RunningNodes): Promise<number> {
  const sockets = [1, 2, 3].map(() => connect(9092, nodes.home(1).address));
  const isAnswered = (socket: Socket): Promise<boolean> =>
    new Promise((resolve) => {
      socket.on("connect", () => socket.write(apiVersions));
      socket.on("data", () => resolve(true));
      socket.on("error", () => resolve(false));
      systemClock.after(unansweredMs, () => resolve(false));
    });
  const answers = await Promise.all(sockets.map(isAnswered));
  for (const socket of sockets) socket.destroy();
  return answers.filter(Boolean).length;
}

const withoutRestart: Trial = {
  name: "what Kafka takes while it runs is altered without a restart, and takes effect; so does what is declared no more",
  async run(nodes) {
    await withAdmin(nodes, (admin) => admin.createTopics([{ name: topic, partitionCount: 1, replicationFactor: 2 }]));
    const before = await sendLarge(nodes);
    const altered = await declared(nodes, { "message.max.bytes": 10_000 });
    const smaller = await seenOnce(() => sendLarge(nodes).then((came) => came === "taken"), false);
    const set = await settingOf(nodes, "message.max.bytes");
    const again = await declared(nodes, { "message.max.bytes": 10_000 });
    const removed = await declared(nodes, {});
    const after = await seenOnce(() => sendLarge(nodes), "taken");
    const dynamic = "10000 DYNAMIC_DEFAULT_BROKER_CONFIG";
    return [
      ...expectSame("a large record", [before, smaller, after], ["taken", false, "taken"]),
      ...expectSame(
        "nodes started anew",
        [altered, again, removed].flatMap(({ order }) => order),
        [],
      ),
      ...expectSame(
        "Events",
        [altered, again, removed].map(({ events }) => events.length),
        [1, 0, 1],
      ),
      ...expectSame("while it is declared", set, [dynamic, dynamic, dynamic]),
      ...expectSame("when it is no more", (await settingOf(nodes, "message.max.bytes")).slice(0, 1), ["not set"]),
    ];
  },
};

const ofListener: Trial = {
  name: "limits of one listener are altered without a restart, those too that brokers were started with",
  async run(nodes) {
    const before = await seenOnce(() => answered(nodes), 3);
    const narrowed = await declared(nodes, { [limit]: 1 });
    const one = await seenOnce(() => answered(nodes), 1);
    const { [limit]: _, ...unlimited } = first;
    nodes.redeclare(configuredKafka(unlimited));
    const removed = await passed(nodes);
    const all = await seenOnce(() => answered(nodes), 3);
    const set = await settingOf(nodes, limit);
    const back = await declared(nodes, {});
    return [
      ...expectSame("connections that are answered", [before, one, all], [3, 1, 3]),
      ...expectSame(
        "nodes started anew",
        [narrowed, removed, back].flatMap(({ order }) => order),
        [],
      ),
      ...expectSame("without a limit", set[1], "2147483647 DYNAMIC_DEFAULT_BROKER_CONFIG"),
      ...expectSame("with the one that brokers were started with", await seenOnce(() => settingOf(nodes, limit), startedWith), startedWith),
    ];
  },
};

const startedWith = ["not set", "50 STATIC_BROKER_CONFIG", "50 STATIC_BROKER_CONFIG"];

const byHand: Trial = {
  name: "what somebody has set by hand, for one broker or for all, is taken back; what moves replicas is left",
  run: (nodes) =>
    withAdmin(nodes, async (admin) => {
      const set = (name: string, ...names: readonly string[]) =>
        admin.incrementalAlterConfigs([
          { type: "broker", name, changes: names.map((each) => ({ name: each, operation: "set", value: "10" })) },
        ]);
      const throttle = "leader.replication.throttled.rate";
      await set("1", "num.io.threads", throttle);
      await set("", "background.threads");
      const { order } = await declared(nodes, {});
      const own = ["not set", "8 DEFAULT_CONFIG", "8 DEFAULT_CONFIG"];
      const general = ["not set", "10 DEFAULT_CONFIG", "10 DEFAULT_CONFIG"];
      const kept = await settingOf(nodes, throttle);
      return [
        ...expectSame("nodes started anew", order, []),
        ...expectSame("one broker's own", await seenOnce(() => settingOf(nodes, "num.io.threads"), own), own),
        ...expectSame("set for all", await seenOnce(() => settingOf(nodes, "background.threads"), general), general),
        ...expectSame("the throttle", kept[2], "10 DYNAMIC_BROKER_CONFIG"),
      ];
    }),
};

const unread: Trial = {
  name: "what Kafka does not know restarts nobody, and neither does a value that it would not start with",
  async run(nodes) {
    const unknown = await declared(nodes, { "nobody.knows.it": 1 });
    const invalid = await declared(nodes, { "log.segment.bytes": 1 });
    return [
      ...expectSame("nodes started anew", [...unknown.order, ...invalid.order], []),
      ...expectSame("what is unknown", [unknown.events, [...unknown.refused]], [[], []]),
      ...expectSame("what is invalid", [...invalid.refused], [invalidText]),
    ];
  },
};

const invalidText =
  "Kafka refuses that log.segment.bytes is 1 while brokers run: Invalid value 1 for configuration log.segment.bytes: Value must be at least 1048576";

const readOnly: Trial = {
  name: "what Kafka takes only when it starts restarts brokers, and what was altered before is in their files then",
  async run(nodes) {
    const { order, events } = await declared(nodes, { "num.partitions": 3, "background.threads": 12 });
    const expected = ["not set", "12 STATIC_BROKER_CONFIG", "12 STATIC_BROKER_CONFIG"];
    return [
      ...expectSame("nodes started anew", order.toSorted(), [0, 1]),
      ...expectSame("its value", (await settingOf(nodes, "num.partitions"))[1], "3 STATIC_BROKER_CONFIG"),
      ...(events.some((event) => event.endsWith("its configuration changed in a way that takes a restart")) ? [] : [events.join()]),
      ...expectSame("what was altered before", await seenOnce(() => settingOf(nodes, "background.threads"), expected), expected),
    ];
  },
};

const refused: Trial = {
  name: "what Kafka refuses while it runs is brought about by a restart, whatever was altered before",
  async run(nodes) {
    const declaredBefore = { "num.partitions": 3, "background.threads": 12 };
    const altered = await declared(nodes, { ...declaredBefore, "num.io.threads": 16 });
    const anew = await declared(nodes, { ...declaredBefore, "num.io.threads": 64 });
    const expected = ["not set", "64 STATIC_BROKER_CONFIG", "64 STATIC_BROKER_CONFIG"];
    return [
      ...expectSame("nodes started anew", [altered.order, anew.order.toSorted()], [[], [0, 1]]),
      ...([...anew.refused].some((text) => /^Kafka refuses that num\.io\.threads is 64 .* double the current value/.test(text))
        ? []
        : [`expected Kafka's words, got ${[...anew.refused].join()}`]),
      ...expectSame("threads", await seenOnce(() => settingOf(nodes, "num.io.threads"), expected), expected),
    ];
  },
};

/** Names that Kafka lists where it refuses to set them for all brokers. */
const listed = (why: string | null | undefined, reason: string): readonly string[] =>
  why?.startsWith(reason) === true ? (/\[(.*)\]$/.exec(why)?.[1] ?? "").split(", ") : [];

const tables: Trial = {
  name: "Kafka takes while it runs what the tables say, of single brokers and of all",
  run: (nodes) =>
    withAdmin(nodes, async (admin) => {
      const [described] = await admin.describeConfigs([{ type: "broker", name: "1" }]);
      const known = (described?.entries ?? []).filter(({ name }) => brokerConfigs.has(name));
      const live = known.filter(({ readOnly, value }) => !readOnly && value !== null);
      const whyNot = async (entries: readonly ConfigEntry[]): Promise<string | null | undefined> => {
        const changes = entries.map(({ name, value }) => ({ name, operation: "set" as const, value }));
        const [outcome] = await admin.incrementalAlterConfigs([{ type: "broker", name: "", changes }], { validateOnly: true });
        return outcome?.errorMessage;
      };
      const ofListeners = listed(await whyNot(live), "These security configs can be dynamically updated only per-listener");
      const others = live.filter(({ name }) => !ofListeners.includes(name));
      const ofBrokers = listed(await whyNot(others), "Cannot update these configs at default cluster level");
      const single = new Set([...ofListeners, ...ofBrokers]);
      const modeOf = ({ name, readOnly }: ConfigEntry) => (readOnly ? "read-only" : single.has(name) ? "per-broker" : "cluster-wide");
      // Of those without a value there is none to try.
      const tried = known.filter(({ readOnly, value }) => readOnly || value !== null);
      const differing = tried.filter((entry) => modeOf(entry) !== updateModeOf(entry.name));
      return [
        ...(known.length > 300 ? [] : [`Kafka describes only ${known.length} settings that are known`]),
        ...(ofBrokers.length > 0 ? [] : ["Kafka lists no settings of single brokers"]),
        ...differing.map((entry) => `${entry.name} is ${modeOf(entry)}, not ${updateModeOf(entry.name)}`),
      ];
    }),
};

/** Configurations one after the other, each as the one before has left it. */
export const configTrials: readonly Trial[] = [tables, withoutRestart, ofListener, byHand, unread, readOnly, refused];
