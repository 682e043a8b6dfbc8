import type { KafkaLink } from "@millrace/controllers";
import { MillraceError } from "@millrace/kit";
import { atRest, type Progress, type Tended } from "./progress.ts";
import { advanceQuorum } from "./quorum.ts";

type Duty = (admin: KafkaLink["admin"], tended: Tended) => Promise<Progress>;

/** What there is to see to besides the nodes themselves, in this order: what comes later waits for what comes before. */
const duties: readonly Duty[] = [advanceQuorum];

/**
 * Has a running Kafka be as it is declared where it takes Kafka's Admin API, and more than one pass. A Kafka that can't be asked is left for later: what is the
 * matter shows elsewhere.
 */
export async function tendKafka({ admin, isUp }: Pick<KafkaLink, "admin" | "isUp">, tended: Tended): Promise<Progress> {
  if (!isUp) return atRest;
  const seen: Progress[] = [];
  for (const duty of duties) {
    const progress = await duty(admin, tended).catch((thrown: unknown) => {
      if (!(thrown instanceof MillraceError)) throw thrown;
      return atRest;
    });
    seen.push(progress);
    if (progress.underWay !== undefined) break;
  }
  const underWay = seen.find((progress) => progress.underWay !== undefined)?.underWay;
  return { underWay, done: seen.flatMap(({ done }) => done), warnings: seen.flatMap(({ warnings }) => warnings) };
}
