import assert from "node:assert/strict";
import { test } from "node:test";
import { secretKind } from "@millrace/controllers";
import type { KafkaUserSpec } from "@millrace/resources";
import fc from "fast-check";
import { eventually } from "../client/running-broker.ts";
import { embeddedSurroundings } from "./embedded-surroundings.ts";
import { TransientMemory, type UserCluster, UserStage } from "./user-stage.ts";

const names = ["a", "b", "c"] as const;
const types = ["scram-sha-512", "tls-external", "none"] as const;

type Step =
  | { readonly type: "declare"; readonly name: string; readonly as: (typeof types)[number]; readonly rate: number }
  | { readonly type: "delete"; readonly name: string }
  /** The controller ends in the midst of its work, or another begins. */
  | { readonly type: "turn" }
  /** All comes about that was declared so far, if there is a controller. */
  | { readonly type: "rest" };

const name = fc.constantFrom(...names);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("declare" as const),
      name,
      as: fc.constantFrom(...types),
      rate: fc.integer({ min: 1, max: 9 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("delete" as const), name }) },
  { weight: 3, arbitrary: fc.constantFrom({ type: "turn" as const }, { type: "rest" as const }) },
);

type Declaration = Step & { readonly type: "declare" };

const specOf = ({ as, rate }: Declaration): KafkaUserSpec => ({
  ...(as === "none" ? {} : { authentication: { type: as } }),
  quotas: { producerByteRate: rate },
});

/** What Kafka and the API are to have of a user in the end: what it has by both of its names, and whether there is a Secret. */
function wanted(declared: Declaration | undefined): unknown {
  if (declared === undefined) return { byPassword: [], byCertificate: [], hasSecret: false };
  const quota = `producer_byte_rate ${declared.rate}`;
  const hasSecret = declared.as === "scram-sha-512";
  const byPassword = [...(hasSecret ? ["SCRAM-SHA-512"] : []), ...(declared.as === "tls-external" ? [] : [quota])];
  return { byPassword, byCertificate: declared.as === "tls-external" ? [quota] : [], hasSecret };
}

async function found(cluster: UserCluster, user: string): Promise<unknown> {
  const kafkaName = cluster.nameOf(user);
  const [byPassword, byCertificate, secret] = await Promise.all([
    cluster.inKafka(kafkaName),
    cluster.inKafka(`CN=${kafkaName}`),
    cluster.client.get(secretKind, { namespace: cluster.namespace, name: kafkaName }),
  ]);
  return { byPassword, byCertificate, hasSecret: secret !== undefined };
}

async function declare(cluster: UserCluster, step: Declaration): Promise<void> {
  if ((await cluster.get(step.name)) === undefined) await cluster.create(step.name, specOf(step));
  else await cluster.patch(step.name, { spec: { authentication: null } }).then(() => cluster.patch(step.name, { spec: specOf(step) }));
}

async function comesTo(cluster: UserCluster, user: string, expected: unknown): Promise<void> {
  let last: unknown;
  const isSo = async (): Promise<boolean> => {
    last = await found(cluster, user);
    return JSON.stringify(last) === JSON.stringify(expected);
  };
  await eventually("all is as declared", isSo).catch(() => assert.deepEqual(last, expected, user));
}

/** A cluster whose controller comes and goes. */
class Run {
  readonly #open: () => UserStage;
  readonly #cluster: UserCluster;
  readonly #declared = new Map<string, Declaration>();
  #stage: UserStage | undefined;

  constructor(open: () => UserStage, cluster: UserCluster) {
    this.#open = open;
    this.#cluster = cluster;
  }

  async take(step: Step): Promise<void> {
    switch (step.type) {
      case "declare":
        await declare(this.#cluster, step);
        this.#declared.set(step.name, step);
        return;
      case "delete":
        await this.#cluster.delete(step.name);
        this.#declared.delete(step.name);
        return;
      case "turn":
        return this.#stage === undefined ? this.start() : this.stop();
      case "rest":
        if (this.#stage !== undefined) await this.rest();
    }
  }

  async start(): Promise<void> {
    this.#stage ??= this.#open();
    await this.#stage.controller.start();
  }

  async stop(): Promise<void> {
    await this.#stage?.close();
    this.#stage = undefined;
  }

  async rest(): Promise<void> {
    for (const user of names) await comesTo(this.#cluster, user, wanted(this.#declared.get(user)));
  }
}

test("whenever the controller of users ends and begins again, what is declared comes about, and nothing else stays", async () => {
  const { opened, ...surroundings } = await embeddedSurroundings({
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
  });
  const memory = new TransientMemory();
  const open = (): UserStage => new UserStage(surroundings, { memory });
  const idle = opened.add(open());
  let runs = 0;
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 16 }), async (steps) => {
        const run = new Run(open, await idle.cluster(`run-${runs++}`));
        try {
          await run.start();
          for (const each of steps) await run.take(each);
          await run.start();
          await run.rest();
        } finally {
          await run.stop();
        }
      }),
      { numRuns: 20 },
    );
  } finally {
    await opened.close();
  }
});
