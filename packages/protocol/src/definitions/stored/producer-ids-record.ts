import { field, type MessageDefinition, message } from "../schema.ts";

export const producerIdsRecord: MessageDefinition = message("metadata", "ProducerIdsRecord", {
  apiKey: 15,
  versions: "0",
  flexible: "0+",
  fields: [
    field("BrokerId", "int32", "0+", ""),
    field("BrokerEpoch", "int64", "0+", "", { default: -1 }),
    field("NextProducerId", "int64", "0+", ""),
  ],
});
