/** Broker properties that both brokers are played on with: nothing waits that need not, and nothing runs out. */
export const brokerProperties: Readonly<Record<string, string>> = {
  "group.initial.rebalance.delay.ms": "0",
  "max.incremental.fetch.session.cache.slots": "1000000",
};
