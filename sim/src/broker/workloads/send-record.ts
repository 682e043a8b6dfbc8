import type { Producer } from "@millrace/client";
import { MillraceError } from "@millrace/kit";
import type { WorldTopic } from "../drawn-world.ts";
import { idHeader, type SentTransaction } from "../ledger.ts";
import type { Workplace } from "./workplace.ts";

const keyCount = 5;
/** One value in so many marks its key as deleted. */
const tombstoneOneIn = 6;

/** Sends a record of which all is drawn; does not wait for what comes of it. */
export function sendDrawn(place: Workplace, producer: Producer, writer: string, transaction?: SentTransaction): void {
  const { random, world } = place;
  // Into what is processed only processors write.
  const topics = world.topics.filter(({ name }) => name !== "processed");
  const { name: topic, partitionCount } = topics[random.below(topics.length)] as WorldTopic;
  const isDeleted = topic === "compacted" && random.below(tombstoneOneIn) === 0;
  const value = isDeleted ? null : Buffer.alloc(1 + random.below(world.valueBytesMax), random.below(256));
  send(place, producer, writer, { topic, partition: random.below(partitionCount), key: `k${random.below(keyCount)}`, value, transaction });
}

export function send(
  { ledger, clock }: Workplace,
  producer: Producer,
  writer: string,
  record: {
    readonly topic: string;
    readonly partition: number;
    readonly key: string;
    readonly value: Buffer | null;
    readonly transaction: SentTransaction | undefined;
  },
): void {
  const { topic, partition, key, value } = record;
  const sent = ledger.sends({ ...record, writer, timestampMs: clock.now() });
  ledger.underWay++;
  producer.send({ topic, partition, key, value, timestampMs: sent.timestampMs, headers: [{ key: idHeader, value: `${sent.id}` }] }).then(
    ({ offset }) => {
      ledger.underWay--;
      ledger.acknowledged(sent, offset);
    },
    (thrown) => {
      if (!(thrown instanceof MillraceError)) throw thrown;
      ledger.underWay--;
      ledger.givenUp(sent, thrown.message);
    },
  );
}
