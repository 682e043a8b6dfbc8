import type { Producer } from "@millrace/client";
import type { SentTransaction } from "../ledger.ts";
import { sendDrawn } from "./send-record.ts";
import { attempt, rest, type Work, type Workplace } from "./workplace.ts";

const recordsMax = 5;
const pauseMsMax = 120;
/** So often an end of which nothing was heard is asked for again. */
const endingsMax = 4;

/** Writes in transactions; now and then it is gone in the midst of one, and another one takes its id. */
export const transactionalWriter: Work = async (place, name) => {
  const { random, clients } = place;
  while (!place.isOver()) {
    const producer = clients.producer({ transactionalId: name, transactionTimeoutMs: 400 + random.below(1_500) });
    const isReady = await attempt(place, name, () => producer.initTransactions());
    while (isReady && !place.isOver() && (await oneTransaction(place, producer, name)));
    await rest(place, pauseMsMax);
  }
};

/** Whether the producer can go on. */
async function oneTransaction(place: Workplace, producer: Producer, name: string): Promise<boolean> {
  const { random, ledger } = place;
  const transaction = ledger.begins();
  producer.beginTransaction();
  for (let left = 1 + random.below(recordsMax); left > 0; left--) {
    sendDrawn(place, producer, name, transaction);
    if (random.below(3) === 0) await rest(place, pauseMsMax);
  }
  const fate = random.below(10);
  if (fate === 0) return false;
  await rest(place, pauseMsMax);
  return fate < 8 ? commits(place, producer, name, transaction) : aborts(place, producer, name, transaction);
}

/** Commits, or aborts what can't be committed. Whether the producer can go on. */
export async function commits(place: Workplace, producer: Producer, name: string, transaction: SentTransaction): Promise<boolean> {
  transaction.isCommitAsked = true;
  for (let left = endingsMax; left > 0; left--) {
    if (await attempt(place, name, () => producer.commitTransaction())) {
      tell(place, name, transaction, "committed");
      return true;
    }
  }
  return aborts(place, producer, name, transaction);
}

async function aborts(place: Workplace, producer: Producer, name: string, transaction: SentTransaction): Promise<boolean> {
  if (!(await attempt(place, name, () => producer.abortTransaction()))) return false;
  tell(place, name, transaction, "aborted");
  return true;
}

function tell({ ledger }: Workplace, name: string, transaction: SentTransaction, told: "committed" | "aborted"): void {
  transaction.told = told;
  ledger.note(`${name} is told that transaction ${transaction.id} is ${told}`);
}
