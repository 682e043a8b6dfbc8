/** What is counted of a topic. */
export type Count = Exclude<keyof TopicCounts, "add">;

/** What came into and went out of a topic since the broker started, as Kafka's BrokerTopicMetrics count it. */
export class TopicCounts {
  messagesIn = 0;
  bytesIn = 0;
  bytesOut = 0;
  bytesRejected = 0;
  /** Partitions that requests wanted to write to, and read from. */
  produceRequests = 0;
  fetchRequests = 0;
  /** Of those, what failed for no everyday reason. */
  failedProduceRequests = 0;
  failedFetchRequests = 0;
  invalidCrcRecords = 0;

  /** Takes in what another has counted. */
  add(other: TopicCounts): void {
    for (const key of Object.keys(this) as Count[]) this[key] += other[key];
  }
}
