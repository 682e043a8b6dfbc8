import { sleep, systemClock } from "@millrace/kit";
import { batch, Talk } from "../differential/talk.ts";
import { type JavaProgram, type JavaPrograms, withPrograms } from "../java-programs.ts";
import type { Peer } from "../peers/peer.ts";
import { type Case, driverSuite, type Suite } from "../suite.ts";
import { kafkaClasspath } from "../toolchain/java.ts";
import type { Verdict } from "../verdicts.ts";
import { createTopic, waitUntilUsable } from "../wire/exchange.ts";
import { javaDriver } from "./java.ts";

const verifiable = "org.apache.kafka.tools.VerifiableShareConsumer";
const patienceMs = 150_000;
const batchesOfRound = 20;
const recordsOfBatch = 10;
const roundRecords = batchesOfRound * recordsOfBatch;

/** What verifiable share consumers said of the records of one partition, in the order of the clock. */
interface Said {
  readonly timestamp: number;
  readonly name: "records_consumed" | "offsets_acknowledged";
  readonly success?: boolean;
  readonly partitions: ReadonlyArray<{ readonly offsets: readonly number[] }>;
}

function startMember(programs: JavaPrograms, peer: Peer, topic: string): Promise<JavaProgram> {
  const group = ["--group-id", topic, "--offset-reset-strategy", "earliest", "--acknowledgement-mode", "sync"];
  return programs.start(verifiable, ["--bootstrap-server", peer.bootstrapServers, "--topic", topic, ...group]);
}

async function saidBy(members: readonly JavaProgram[]): Promise<readonly Said[]> {
  const events = (await Promise.all(members.map((member) => member.events()))).flat() as unknown as Said[];
  const isSaid = ({ name }: Said) => name === "records_consumed" || name === "offsets_acknowledged";
  return events.filter(isSaid).sort((a, b) => a.timestamp - b.timestamp);
}

function offsetsOf({ partitions }: Said): readonly number[] {
  return partitions.flatMap(({ offsets }) => offsets);
}

/** Offsets that came to anybody, and how many came again after they had been accepted. */
function summed(said: readonly Said[]): { consumed: number; acceptedAndHandedOutAgain: number } {
  const consumed = new Set<number>();
  const accepted = new Set<number>();
  let acceptedAndHandedOutAgain = 0;
  for (const each of said) {
    for (const offset of offsetsOf(each)) {
      if (each.name === "offsets_acknowledged" && each.success === true) accepted.add(offset);
      if (each.name !== "records_consumed") continue;
      if (accepted.has(offset)) acceptedAndHandedOutAgain++;
      consumed.add(offset);
    }
  }
  return { consumed: consumed.size, acceptedAndHandedOutAgain };
}

async function untilConsumed(members: readonly JavaProgram[], count: number): Promise<void> {
  const [last] = members.slice(-1);
  await last?.until(`${count} records came`, patienceMs, async () => {
    return summed(await saidBy(members)).consumed >= count ? true : undefined;
  });
}

async function fill(peer: Peer, topic: string): Promise<void> {
  const talk = new Talk(peer.bootstrapServers);
  const values = Array.from({ length: recordsOfBatch }, (_, index) => `v${index}`);
  for (let count = 0; count < batchesOfRound; count++) await talk.produce(topic, 0, batch(values));
  talk.close();
}

/** Rounds of records for two members, `between` which something is done to them while they work; whatever was written comes, and what was accepted comes no more. */
function throughCrashes(
  name: string,
  between: (startAnother: () => Promise<void>, members: readonly JavaProgram[], peer: Peer) => Promise<void>,
): Case {
  return {
    name,
    alone: true,
    async run(peer) {
      return withPrograms(await kafkaClasspath(), async (programs): Promise<Verdict> => {
        await createTopic(peer.bootstrapServers, name);
        const members: JavaProgram[] = [];
        const startAnother = async (): Promise<void> => void members.push(await startMember(programs, peer, name));
        await startAnother();
        await startAnother();
        for (let round = 1; round <= 3; round++) {
          await fill(peer, name);
          // Some of it is in work when it happens.
          await untilConsumed(members, round * roundRecords - roundRecords / 2);
          if (round < 3) await between(startAnother, members, peer);
        }
        await untilConsumed(members, 3 * roundRecords);
        await sleep(systemClock, 1_000);
        return { ...summed(await saidBy(members)) };
      });
    },
  };
}

const consumersKilled = throughCrashes("share.consumers-killed", async (startAnother, members) => {
  await members.at(-2)?.kill9();
  await startAnother();
});

const brokerKilled = throughCrashes("share.broker-killed", async (_startAnother, _members, peer) => {
  await peer.kill9();
  await peer.restart();
  await waitUntilUsable(peer.bootstrapServers, "share.broker-killed");
});

/** Locks are short, since cases wait for their ends. */
const quickLocks = { "group.share.min.record.lock.duration.ms": "1000" };

const members = driverSuite("share-groups", () => javaDriver("share-groups"));

/** Kafka's own share consumer (KIP-932) and its tools, with members that are killed. */
export const shareGroups: Suite = {
  ...members,
  config: quickLocks,
  async prepare(scale) {
    const prepared = await members.prepare(scale);
    return { ...prepared, cases: [...prepared.cases, consumersKilled, brokerKilled] };
  },
};
