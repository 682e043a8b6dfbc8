import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { eventually } from "../client/running-broker.ts";
import { embeddedSurroundings } from "./embedded-surroundings.ts";
import { type Cluster, TopicStage } from "./topic-stage.ts";

const name = fc.constantFrom("a", "b", "c");
const partitions = fc.integer({ min: 1, max: 3 });
const config = fc.record({ "retention.ms": fc.constantFrom(1000, 2000), "segment.bytes": fc.constant(1048576) }, { requiredKeys: [] });
const step = fc.oneof(
  fc.record({ type: fc.constant("declare" as const), name, partitions, config }),
  fc.record({ type: fc.constant("declare" as const), name, partitions, config }),
  fc.record({ type: fc.constant("delete" as const), name }),
  fc.record({ type: fc.constant("drift" as const), name }),
  fc.record({ type: fc.constant("lose" as const), name }),
  fc.record({ type: fc.constant("restart" as const) }),
  fc.record({ type: fc.constant("break" as const) }),
  fc.record({ type: fc.constant("wait" as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Declared {
  readonly partitions: number;
  readonly config: Readonly<Record<string, number>>;
}

/** A controller that is started again and again, and whose connections break, over resources that change all the time. */
class Run {
  readonly #surroundings: Awaited<ReturnType<typeof embeddedSurroundings>>;
  readonly #declared = new Map<string, Declared>();
  #stage: TopicStage;
  #cluster: Cluster;

  private constructor(surroundings: Awaited<ReturnType<typeof embeddedSurroundings>>, stage: TopicStage, cluster: Cluster) {
    this.#surroundings = surroundings;
    this.#stage = stage;
    this.#cluster = cluster;
  }

  static async begin(surroundings: Awaited<ReturnType<typeof embeddedSurroundings>>, namespace: string): Promise<Run> {
    const stage = await startStage(surroundings);
    return new Run(surroundings, stage, await stage.cluster(namespace));
  }

  async take(step: Step): Promise<void> {
    const { admin } = this.#surroundings;
    if (step.type === "declare") await this.#declare(step);
    else if (step.type === "delete") await this.#delete(step.name);
    else if (step.type === "restart") await this.#restart();
    else if (step.type === "break") await this.#break();
    else if (step.type === "wait") await eventually("all is done", () => this.#stage.controller.isIdle);
    else if (step.type === "lose") await admin.deleteTopics([this.#cluster.kafkaName(step.name)]);
    else {
      const changes = [{ name: "retention.ms", operation: "set" as const, value: "7" }];
      await admin.incrementalAlterConfigs([{ type: "topic", name: this.#cluster.kafkaName(step.name), changes }]);
    }
  }

  /** All comes to what is declared. */
  async end(): Promise<void> {
    for (const topic of ["a", "b", "c"]) {
      const declared = this.#declared.get(topic);
      const expected = declared && {
        partitions: declared.partitions,
        config: Object.fromEntries(Object.entries(declared.config).map(([key, value]) => [key, String(value)])),
      };
      let last: unknown;
      await eventually(`${topic} is as declared`, async () => {
        const { topicId, ...found } = (await this.#cluster.inKafka(topic)) ?? { topicId: undefined };
        const status = (await this.#cluster.get(topic))?.status;
        const isReady = status?.conditions?.[0]?.status === "True" && status.topicId === topicId;
        last = { found, status };
        if (expected === undefined) return status === undefined && topicId === undefined;
        return isReady && JSON.stringify(sorted(found)) === JSON.stringify(sorted(expected));
      }).catch((cause: unknown) => assert.fail(`${topic}: ${JSON.stringify({ expected, last })}: ${cause}`));
    }
    await this.#stage.close();
  }

  async #declare({ name, partitions, config }: Step & { type: "declare" }): Promise<void> {
    const before = this.#declared.get(name);
    // Kafka takes no partitions away.
    const declared = { partitions: Math.max(partitions, before?.partitions ?? 1), config: config as Declared["config"] };
    this.#declared.set(name, declared);
    if (before === undefined) {
      await this.#cluster.goes(name);
      await this.#cluster.create(name, declared);
      return;
    }
    const gone = Object.fromEntries(Object.keys(before.config).map((key) => [key, null]));
    await this.#cluster.patch(name, { spec: { ...declared, config: { ...gone, ...declared.config } } });
  }

  async #delete(name: string): Promise<void> {
    this.#declared.delete(name);
    await this.#cluster.delete(name);
  }

  /** Everybody's connections, this run's own too, which are waited for: what it asks itself has to arrive. */
  async #break(): Promise<void> {
    const { admin, broker } = this.#surroundings;
    broker.breakConnections();
    const isThere = () =>
      admin.describeCluster().then(
        () => true,
        () => false,
      );
    await eventually("there is a connection again", isThere);
  }

  /** In the middle of whatever it was doing. */
  async #restart(): Promise<void> {
    const { namespace } = this.#cluster;
    await this.#stage.close();
    this.#stage = await startStage(this.#surroundings);
    this.#cluster = this.#stage.clusterOf(namespace);
  }
}

async function startStage(surroundings: Awaited<ReturnType<typeof embeddedSurroundings>>): Promise<TopicStage> {
  const stage = new TopicStage(surroundings, { resyncMs: 200 });
  await stage.controller.start();
  return stage;
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

describe("topics, whatever happens", () => {
  let surroundings: Awaited<ReturnType<typeof embeddedSurroundings>>;
  let runs = 0;
  before(async () => {
    surroundings = await embeddedSurroundings();
  });
  after(() => surroundings.opened.close());

  test("come to what is declared", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const run = await Run.begin(surroundings, `run-${runs++}`);
        for (const each of steps) await run.take(each);
        await run.end();
      }),
      { numRuns: 15 },
    );
  });
});
