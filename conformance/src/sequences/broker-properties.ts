/** Broker properties that both brokers are played on with: nothing waits that need not, and nothing runs out. */
export const brokerProperties: Readonly<Record<string, string>> = {
  "transaction.state.log.num.partitions": "5",
  "offsets.topic.num.partitions": "5",
  // Otherwise a consumer group's assignment is made some time after the heartbeat that asked for it.
  "group.consumer.assignor.offload.enable": "false",
  "group.consumer.assignment.interval.ms": "0",
  "group.share.assignment.interval.ms": "0",
  "share.coordinator.state.topic.num.partitions": "2",
  "group.initial.rebalance.delay.ms": "0",
  "max.incremental.fetch.session.cache.slots": "1000000",
};
