import type { Admin } from "@millrace/client";
import { MillraceError } from "@millrace/kit";
import type { CanaryClients } from "./canary-clients.ts";
import type { CanaryCounts } from "./canary-counts.ts";
import { type CanaryPartition, type CanaryStep, canaryTopic, planCanaryTopic } from "./canary-topic.ts";

interface Place {
  readonly host: string;
  readonly port: number;
}

/** Sees to it that each broker of a Kafka leads a partition of the canary's topic. */
export class CanaryTopic {
  readonly #counts: CanaryCounts;
  /** Where brokers were when they were last seen. */
  readonly #places = new Map<number, Place>();
  /** For which broker each partition stands, and whether it leads it, as was last seen. */
  #led: ReadonlyMap<number, { readonly brokerId: number; readonly isLed: boolean }> = new Map();
  /** How many partitions stand for brokers, as was last seen. */
  partitions = 0;

  constructor(counts: CanaryCounts) {
    this.#counts = counts;
  }

  /** The broker that leads a partition if it can. */
  brokerOf(partition: number): number | undefined {
    return this.#led.get(partition)?.brokerId;
  }

  isLed(partition: number): boolean {
    return this.#led.get(partition)?.isLed === true;
  }

  /** Undefined: never seen. */
  placeOf(brokerId: number): Place | undefined {
    return this.#places.get(brokerId);
  }

  /** Looks at the topic once, and does what is to be done. Throws what was not possible, which is counted. */
  async keep(clients: CanaryClients, expected: readonly number[]): Promise<void> {
    const { admin } = clients;
    const { brokers: alive } = await this.#counting(admin.describeCluster(), () => this.#counts.describingClusterFailed());
    for (const { id, host, port } of alive) this.#places.set(id, { host, port });
    const topic = await this.#counting(this.#describe(admin), () => this.#counts.topicFailed("described"));
    const { steps, used, missing } = planCanaryTopic({ expected, alive, partitions: topic?.partitions });
    if (missing.length > 0) this.#counts.brokersMissed();
    this.partitions = used;
    if (topic !== undefined) this.#led = new Map(topic.partitions.flatMap(ledBy));
    if (topic !== undefined) clients.read(topic.topicId, topic.partitions.length);
    for (const step of steps) {
      const made = await this.#counting(carryOut(admin, step), () =>
        this.#counts.topicFailed(step.type === "create" ? "created" : "assigned"),
      );
      if (made !== undefined) clients.read(made.topicId, made.partitions);
    }
  }

  async #describe(admin: Admin) {
    const [described] = await admin.describeTopics([canaryTopic]);
    if (described === undefined || described.error.name === "UNKNOWN_TOPIC_OR_PARTITION") return undefined;
    if (described.topic === undefined) throw refusal("could not be described", described);
    return described.topic;
  }

  async #counting<T>(work: Promise<T>, count: () => void): Promise<T> {
    try {
      return await work;
    } catch (thrown) {
      count();
      throw thrown;
    }
  }
}

const ledBy = ({ partition, replicas: [brokerId], leaderId }: CanaryPartition) =>
  brokerId === undefined ? [] : [[partition, { brokerId, isLed: leaderId === brokerId }] as const];

interface Outcome {
  readonly error: { readonly name: string };
  readonly errorMessage: string | null;
}

/** Errors of an election that say that all is well, or soon will be. */
const harmless: readonly string[] = ["NONE", "ELECTION_NOT_NEEDED", "PREFERRED_LEADER_NOT_AVAILABLE"];

function refusal(what: string, { error, errorMessage }: Outcome): MillraceError {
  return new MillraceError("REQUEST_FAILED", `${canaryTopic} ${what}: ${error.name}: ${errorMessage ?? ""}`);
}

/** The topic that was made, if one was. */
async function carryOut(admin: Admin, step: CanaryStep): Promise<{ readonly topicId: string; readonly partitions: number } | undefined> {
  const place = (partition: number) => ({ topic: canaryTopic, partition });
  const name = canaryTopic;
  switch (step.type) {
    case "create": {
      const created = await admin.createTopics([{ name, assignments: step.assignments, configs: step.configs }]);
      requireDone("could not be made", created);
      return { topicId: created[0]?.topicId ?? "", partitions: step.assignments.length };
    }
    case "reassign":
      requireDone(
        "could not be moved",
        await admin.alterPartitionReassignments(step.moves.map(({ partition, replicas }) => ({ ...place(partition), replicas }))),
      );
      return undefined;
    case "grow":
      requireDone(
        "could not get more partitions",
        await admin.createPartitions([{ name, count: step.count, assignments: step.assignments }]),
      );
      return undefined;
    case "elect":
      requireDone("could not elect leaders", await admin.electLeaders(step.partitions.map(place)));
      return undefined;
  }
}

function requireDone(what: string, outcomes: readonly Outcome[]): void {
  const failed = outcomes.find(({ error }) => !harmless.includes(error.name));
  if (failed !== undefined) throw refusal(what, failed);
}
