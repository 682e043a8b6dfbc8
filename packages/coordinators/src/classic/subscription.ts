import { ConsumerProtocolSubscription, Reader } from "@millrace/protocol";

/** The protocol type of Kafka's consumers, the only one whose metadata the coordinator looks into. */
export const consumerProtocolType = "consumer";

/** Layout that all versions of a subscription begin with. */
const prefixVersion = 0;

/** Topics that a consumer's metadata subscribes to; undefined if the bytes are something else. */
export function subscribedTopics(metadata: Buffer): readonly string[] | undefined {
  try {
    const reader = new Reader(metadata);
    reader.int16();
    return ConsumerProtocolSubscription.decode(reader, prefixVersion).topics;
  } catch {
    // Metadata is the clients' own affair; what can't be read is merely not known.
    return undefined;
  }
}
