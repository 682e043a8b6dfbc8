import type { ConfigRow } from "../config-def.ts";
import { atLeast, autoOffsetReset, oneOf } from "../validators.ts";
import { works } from "./effects.ts";

/** Configs of a group (KIP-848, KIP-932, KIP-1071), in the order in which Kafka checks them. */
// biome-ignore format: a table of two lines for each config
export const groupConfigRows: readonly ConfigRow[] = [
  ["consumer.session.timeout.ms", "INT", "45000", "MEDIUM", atLeast(1), works,
    "A member without a heartbeat for this long is removed from the group."],
  ["consumer.heartbeat.interval.ms", "INT", "5000", "MEDIUM", atLeast(1), works,
    "How often the group's members are told to send heartbeats."],
  ["consumer.assignment.interval.ms", "INT", "1000", "MEDIUM", atLeast(0), works,
    "Shortest time between two new assignments of the group."],
  ["share.session.timeout.ms", "INT", "45000", "MEDIUM", atLeast(1), works,
    "A member without a heartbeat for this long is removed from the share group."],
  ["share.heartbeat.interval.ms", "INT", "5000", "MEDIUM", atLeast(1), works,
    "How often the share group's members are told to send heartbeats."],
  ["share.record.lock.duration.ms", "INT", "30000", "MEDIUM", atLeast(1000), works,
    "How long a member may take for a record before another gets it."],
  ["share.delivery.count.limit", "INT", "5", "MEDIUM", atLeast(2), works,
    "How often a record is handed out before it counts as undeliverable."],
  ["share.partition.max.record.locks", "INT", "2000", "MEDIUM", atLeast(100), works,
    "Records of a partition that the group may have in work."],
  ["share.auto.offset.reset", "STRING", "latest", "MEDIUM", autoOffsetReset, works,
    "Where the group begins in a partition it has no state for: `earliest`, `latest`, or `by_duration:` and an ISO 8601 duration back from now."],
  ["share.isolation.level", "STRING", "read_uncommitted", "MEDIUM", oneOf("read_committed", "read_uncommitted"), works,
    "Whether the group sees records of transactions that are open or were aborted."],
  ["share.renew.acknowledge.enable", "BOOLEAN", "true", "MEDIUM", null, works,
    "Whether members may prolong the time they have for a record."],
  ["share.assignment.interval.ms", "INT", "1000", "MEDIUM", atLeast(0), works,
    "Shortest time between two new assignments of the share group."],
  ["streams.session.timeout.ms", "INT", "45000", "MEDIUM", atLeast(1), works,
    "A member without a heartbeat for this long is removed from the streams group."],
  ["streams.heartbeat.interval.ms", "INT", "5000", "MEDIUM", atLeast(1), works,
    "How often the streams group's members are told to send heartbeats."],
  ["streams.num.standby.replicas", "INT", "0", "MEDIUM", atLeast(0), works,
    "Copies of each task's state that are kept ready."],
  ["streams.initial.rebalance.delay.ms", "INT", "3000", "MEDIUM", atLeast(0), works,
    "How long the new streams group waits for further members before its first assignment."],
  ["streams.assignment.interval.ms", "INT", "1000", "MEDIUM", atLeast(0), works,
    "Shortest time between two new assignments of the streams group."],
];
