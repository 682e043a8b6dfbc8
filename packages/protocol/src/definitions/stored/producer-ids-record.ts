import { field, type MessageDefinition, message } from "../schema.ts";

export const producerIdsRecord: MessageDefinition = message("metadata", "ProducerIdsRecord", {
  apiKey: 15,
  versions: "0",
  flexible: "0+",
  fields: [
    field("BrokerId", "int32", "0+", "Node id of the broker that took a block of producer ids."),
    field("BrokerEpoch", "int64", "0+", "That broker's epoch, or -1.", { default: -1 }),
    field("NextProducerId", "int64", "0+", "First producer id that no block covers yet."),
  ],
});
