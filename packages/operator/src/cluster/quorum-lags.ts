import type { Admin } from "@millrace/client";
import type { Kafka } from "@millrace/resources";

type Described = Awaited<ReturnType<Admin["describeMetadataQuorum"]>>;

const fetchTimeoutSetting = "controller.quorum.fetch.timeout.ms";
/** Kafka's default. */
const fetchTimeoutMsDefault = 2_000;

/** How long ago a replica had all that the leader has, in ms; undefined: never, as far as the leader knows. */
export function lagsIn({ leaderId, voters }: Described): (replica: Described["voters"][number]) => number | undefined {
  const leader = voters.find(({ id }) => id === leaderId);
  return ({ id, lastCaughtUpMs }) => {
    if (id === leaderId) return 0;
    return lastCaughtUpMs < 0 || leader === undefined ? undefined : Math.max(0, leader.lastCaughtUpMs - lastCaughtUpMs);
  };
}

/** After how long a controller counts as behind, in ms. */
export const fetchTimeoutMsOf = ({ spec }: Pick<Kafka, "spec">): number =>
  Number(spec.kafka.config?.[fetchTimeoutSetting] ?? fetchTimeoutMsDefault);
