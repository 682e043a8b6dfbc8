import { driverSuite, type Suite } from "../suite.ts";
import { javaDriver } from "./java.ts";

/** Cases wait for locks to end. */
const quickLocks = {
  "group.share.min.record.lock.duration.ms": "1000",
  "share.coordinator.state.topic.replication.factor": "1",
  "share.coordinator.state.topic.min.isr": "1",
};

/** Kafka's own share consumer (KIP-932), its tools, and both through crashes. */
export const shareGroups: Suite = { ...driverSuite("share-groups", () => javaDriver("share-groups")), config: quickLocks };
