import assert from "node:assert/strict";
import { test } from "node:test";
import { errors } from "@millrace/protocol";
import fc from "fast-check";
import type { MarkersTask, ProducerIdentity, TopicPartition, Transaction } from "../src/index.ts";
import { partition, TransactionRig } from "./transaction-rig.ts";

const partitionCount = 3;
const clientCount = 2;

type Step =
  | { readonly what: "init"; readonly client: number; readonly claims: boolean }
  | { readonly what: "write"; readonly client: number; readonly partition: number }
  | { readonly what: "end"; readonly client: number; readonly committed: boolean; readonly repeated: boolean }
  | { readonly what: "wait"; readonly ms: number }
  /** The process dies: now, or after some more markers have been written. */
  | { readonly what: "crash"; readonly afterMarkers: number }
  | { readonly what: "refuse"; readonly log: boolean; readonly partition: number | undefined };

const client = fc.nat({ max: clientCount - 1 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.record({ what: fc.constant("init" as const), client, claims: fc.boolean() }) },
    { weight: 6, arbitrary: fc.record({ what: fc.constant("write" as const), client, partition: fc.nat({ max: partitionCount - 1 }) }) },
    { weight: 4, arbitrary: fc.record({ what: fc.constant("end" as const), client, committed: fc.boolean(), repeated: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant("wait" as const), ms: fc.nat({ max: 40_000 }) }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constant("crash" as const), afterMarkers: fc.nat({ max: 3 }) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        what: fc.constant("refuse" as const),
        log: fc.boolean(),
        partition: fc.option(fc.nat({ max: partitionCount - 1 }), { nil: undefined }),
      }),
    },
  ),
  { maxLength: 40 },
);

/** What a client wrote in one transaction. */
interface Attempt {
  /** What it was told about the end. */
  told: "committed" | "aborted" | undefined;
  readonly fates: Array<"committed" | "aborted" | undefined>;
}

/** A partition's log, as far as transactions are concerned. */
class PartitionLog {
  readonly #epochs = new Map<number, number>();
  readonly #open = new Map<number, Array<{ attempt: Attempt; at: number }>>();

  append({ producerId, producerEpoch }: ProducerIdentity, attempt: Attempt): void {
    assert.ok(producerEpoch >= (this.#epochs.get(producerId) ?? -1), "a fenced producer wrote");
    this.#epochs.set(producerId, producerEpoch);
    const open = this.#open.get(producerId) ?? [];
    this.#open.set(producerId, open);
    open.push({ attempt, at: attempt.fates.push(undefined) - 1 });
  }

  end({ producerId, producerEpoch, committed }: MarkersTask): void {
    assert.ok(producerEpoch >= (this.#epochs.get(producerId) ?? -1), "a marker came too late");
    this.#epochs.set(producerId, producerEpoch);
    for (const { attempt, at } of this.#open.get(producerId) ?? []) attempt.fates[at] = committed ? "committed" : "aborted";
    this.#open.delete(producerId);
  }

  get hasOpen(): boolean {
    return this.#open.size > 0;
  }
}

interface Client {
  identity: ProducerIdentity | undefined;
  attempt: Attempt;
  last: { identity: ProducerIdentity; committed: boolean } | undefined;
}

function newAttempt(): Attempt {
  return { told: undefined, fates: [] };
}

class World {
  readonly rig: TransactionRig;
  readonly attempts: Attempt[] = [];
  readonly #version: number;
  readonly #partitions = Array.from({ length: partitionCount }, () => new PartitionLog());
  readonly #clients: Client[] = Array.from({ length: clientCount }, () => ({
    identity: undefined,
    attempt: newAttempt(),
    last: undefined,
  }));
  #refusing: number | undefined;
  #markersUntilCrash: number | undefined;

  constructor(version: number) {
    this.#version = version;
    this.rig = new TransactionRig({ transactionVersion: version, write: (task) => this.#writeMarkers(task) });
  }

  #writeMarkers(task: MarkersTask): TopicPartition[] {
    const left: TopicPartition[] = [];
    for (const each of task.partitions) {
      if (this.#markersUntilCrash === 0) {
        this.rig.dead = true;
        return [];
      }
      if (this.#markersUntilCrash !== undefined) this.#markersUntilCrash--;
      if (each.partition === this.#refusing) left.push(each);
      else this.#partitions[each.partition]?.end(task);
    }
    return left;
  }

  step(step: Step): void {
    if (step.what === "init") this.#init(this.#client(step.client), step.claims);
    else if (step.what === "write") this.#write(this.#client(step.client), step.partition);
    else if (step.what === "end") this.#end(this.#client(step.client), step.committed, step.repeated);
    else if (step.what === "wait") this.rig.clock.advance(step.ms);
    else if (step.what === "refuse") this.#refuse(step.log, step.partition);
    else if (step.afterMarkers === 0) this.revive();
    else this.#markersUntilCrash = step.afterMarkers - 1;
  }

  #refuse(log: boolean, partition: number | undefined): void {
    this.rig.refusal = log ? errors.KAFKA_STORAGE_ERROR : undefined;
    this.#refusing = partition;
  }

  /** After a death, the next start. */
  revive(): void {
    this.#markersUntilCrash = undefined;
    this.rig.restart();
  }

  /** Nothing fails any more, and everything that is under way comes to its end. */
  settle(): void {
    this.rig.refusal = undefined;
    this.#refusing = undefined;
    this.revive();
    this.rig.clock.advance(200_000);
  }

  #client(index: number): Client {
    return this.#clients[index] as Client;
  }

  #init(client: Client, claims: boolean): void {
    const answer = this.rig.init(claims ? client.identity : {});
    if (answer === undefined || (answer.errorCode ?? 0) !== 0) return;
    this.#forget(client);
    client.identity = { producerId: answer.producerId ?? -1, producerEpoch: answer.producerEpoch ?? -1 };
    for (const other of this.#clients) {
      if (other === client || other.identity === undefined) continue;
      const code = this.rig.add(other.identity, [partition(0)], this.#version)?.errorCode;
      assert.notEqual(code ?? 0, 0, "a producer that was replaced went on");
    }
  }

  #write(client: Client, index: number): void {
    if (client.identity === undefined) return;
    if ((this.rig.add(client.identity, [partition(index)], this.#version)?.errorCode ?? -1) !== 0) return;
    if (client.attempt.fates.length === 0) this.attempts.push(client.attempt);
    this.#partitions[index]?.append(client.identity, client.attempt);
  }

  #end(client: Client, committed: boolean, repeated: boolean): void {
    const { identity } = client;
    if (identity === undefined) return;
    if (repeated && client.last !== undefined && this.#version >= 2) {
      const again = this.rig.end(client.last.identity, client.last.committed, this.#version);
      if (again?.errorCode === 0) assert.deepEqual(identityOf(again), client.identity, "a retry gave another identity");
      return;
    }
    const answer = this.rig.end(identity, committed, this.#version);
    if (answer?.errorCode !== 0) return;
    if (this.#version >= 2) assert.notDeepEqual(identityOf(answer), identity, "late writes of this transaction could get into the next");
    client.attempt.told = committed ? "committed" : "aborted";
    client.last = { identity, committed };
    if (this.#version >= 2) client.identity = identityOf(answer);
    this.#forget(client);
  }

  #forget(client: Client): void {
    client.attempt = newAttempt();
  }

  check(): void {
    for (const { fates, told } of this.attempts) {
      assert.equal(new Set(fates.filter((fate) => fate !== undefined)).size <= 1, true, `a transaction was torn: ${fates}`);
      for (const fate of fates) assert.ok(told === undefined || fate === undefined || fate === told, `told ${told}, but ${fate}`);
    }
  }

  /** What of it the log keeps. */
  #stored(state: ReadonlyMap<string, Transaction>): unknown {
    return Array.from(state, ([transactionalId, transaction]) => this.rig.format.encode({ transactionalId, transaction }));
  }

  checkAtRest(): void {
    for (const { fates } of this.attempts) assert.ok(!fates.includes(undefined), "a transaction is left open");
    for (const log of this.#partitions) assert.ok(!log.hasOpen);
    assert.deepEqual(this.#stored(this.rig.replayed().hardState()), this.#stored(this.rig.coordinator.hardState()));
  }
}

function identityOf(answer: { producerId?: number | undefined; producerEpoch?: number | undefined }): ProducerIdentity {
  return { producerId: answer.producerId ?? -1, producerEpoch: answer.producerEpoch ?? -1 };
}

for (const version of [0, 1, 2]) {
  test(`transaction.version ${version}: whatever fails and whenever the process dies, a transaction is all or nothing`, () => {
    fc.assert(
      fc.property(steps, (run) => {
        const world = new World(version);
        for (const step of run) {
          world.step(step);
          if (world.rig.dead) world.revive();
          world.check();
        }
        world.settle();
        world.check();
        world.checkAtRest();
      }),
      { numRuns: 300 },
    );
  });
}
