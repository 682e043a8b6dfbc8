import { field, type MessageDefinition, message } from "./schema.ts";

export const shareAcknowledgeRequest: MessageDefinition = message("request", "ShareAcknowledgeRequest", {
  apiKey: 79,
  versions: "1-2",
  flexible: "0+",
  fields: [
    field("GroupId", "string", "0+", "The share group.", { nullable: "0+", default: null }),
    field("MemberId", "string", "0+", "The member's id.", { nullable: "0+" }),
    field("ShareSessionEpoch", "int32", "0+", "Counts a session's requests; -1 closes it."),
    field("IsRenewAck", "bool", "2+", "Whether acknowledgements among these ask for more time (KIP-1222).", { default: false }),
    field("Topics", "[]AcknowledgeTopic", "0+", "What is said of records that the member holds, by topic.", {
      fields: [
        field("TopicId", "uuid", "0+", "The topic's id.", { mapKey: true }),
        field("Partitions", "[]AcknowledgePartition", "0+", "The topic's partitions.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Number of the partition.", { mapKey: true }),
            field("AcknowledgementBatches", "[]AcknowledgementBatch", "0+", "Records in a row.", {
              fields: [
                field("FirstOffset", "int64", "0+", "The first of them."),
                field("LastOffset", "int64", "0+", "The last of them."),
                field("AcknowledgeTypes", "[]int8", "0+", "One for all, or one for each: 0 gap, 1 accept, 2 release, 3 reject, 4 renew."),
              ],
            }),
          ],
        }),
      ],
    }),
  ],
});

export const shareAcknowledgeResponse: MessageDefinition = message("response", "ShareAcknowledgeResponse", {
  apiKey: 79,
  versions: "1-2",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome of the whole request as a code of the error table; partitions have their own."),
    field("ErrorMessage", "string", "0+", "What the error is about, or null.", { nullable: "0+", default: null }),
    field("AcquisitionLockTimeoutMs", "int32", "2+", "For how long acquired records are the member's, in milliseconds.", {
      ignorable: true,
    }),
    field("Responses", "[]ShareAcknowledgeTopicResponse", "0+", "Outcomes by topic.", {
      fields: [
        field("TopicId", "uuid", "0+", "The topic's id.", { mapKey: true }),
        field("Partitions", "[]PartitionData", "0+", "The topic's partitions.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Number of the partition."),
            field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
            field("ErrorMessage", "string", "0+", "What the error is about, or null.", { nullable: "0+", default: null }),
            field("CurrentLeader", "LeaderIdAndEpoch", "0+", "Whom to ask instead, where that is the error.", {
              fields: [
                field("LeaderId", "int32", "0+", "Node id of the leader, or -1."),
                field("LeaderEpoch", "int32", "0+", "The newest known leader epoch."),
              ],
            }),
          ],
        }),
      ],
    }),
    field("NodeEndpoints", "[]NodeEndpoint", "0+", "Where the leaders are that the partitions name.", {
      fields: [
        field("NodeId", "int32", "0+", "Node id of the broker.", { mapKey: true }),
        field("Host", "string", "0+", "Host to connect to."),
        field("Port", "int32", "0+", "Port to connect to."),
        field("Rack", "string", "0+", "The broker's rack, or null.", { nullable: "0+", default: null }),
      ],
    }),
  ],
});
