/** Kafka's broker settings that count replicas, with Kafka's defaults. A single node has one of each, whatever is declared. */
export const replicationSettings: readonly { readonly name: string; readonly kafkaDefault: number }[] = [
  { name: "default.replication.factor", kafkaDefault: 1 },
  { name: "min.insync.replicas", kafkaDefault: 1 },
  { name: "offsets.topic.replication.factor", kafkaDefault: 3 },
  { name: "transaction.state.log.replication.factor", kafkaDefault: 3 },
  { name: "transaction.state.log.min.isr", kafkaDefault: 2 },
  { name: "share.coordinator.state.topic.replication.factor", kafkaDefault: 3 },
  { name: "share.coordinator.state.topic.min.isr", kafkaDefault: 2 },
];
