import type { KafkaLink } from "@millrace/controllers";
import { MillraceError } from "@millrace/kit";
import { advanceDrain } from "./drain.ts";
import { settleMetadataVersion } from "./metadata-version.ts";
import { atRest, type Progress, type Tended } from "./progress.ts";
import { advanceQuorum } from "./quorum.ts";
import { unregisterGone } from "./unregister.ts";

type Duty = (admin: KafkaLink["admin"], tended: Tended) => Promise<Progress>;

/** What there is to see to besides the nodes themselves. */
const duties: readonly Duty[] = [advanceQuorum, advanceDrain, unregisterGone, settleMetadataVersion];

/**
 * Has a running Kafka be as it is declared where it takes Kafka's Admin API, and more than one pass. A Kafka that can't be asked is left for later: what is the
 * matter shows elsewhere.
 */
export async function tendKafka({ admin, isUp }: Pick<KafkaLink, "admin" | "isUp">, tended: Tended): Promise<Progress> {
  if (!isUp) return atRest;
  let seen = atRest;
  for (const duty of duties) {
    const progress = await duty(admin, tended).catch((thrown: unknown) => {
      if (!(thrown instanceof MillraceError)) throw thrown;
      return atRest;
    });
    seen = both(seen, progress);
  }
  return seen;
}

const both = (one: Progress, other: Progress): Progress => ({
  ...one,
  ...other,
  underWay: one.underWay ?? other.underWay,
  done: [...one.done, ...other.done],
  warnings: [...one.warnings, ...other.warnings],
});
