import { field, type MessageDefinition, message } from "./schema.ts";

export const shareFetchRequest: MessageDefinition = message("request", "ShareFetchRequest", {
  apiKey: 78,
  versions: "1-2",
  flexible: "0+",
  fields: [
    field("GroupId", "string", "0+", "The share group.", { nullable: "0+", default: null }),
    field("MemberId", "string", "0+", "The member's id.", { nullable: "0+" }),
    field("ShareSessionEpoch", "int32", "0+", "Counts a session's requests: 0 opens one, -1 closes it."),
    field("MaxWaitMs", "int32", "0+", "How long to hold the request back while fewer than `minBytes` are there."),
    field("MinBytes", "int32", "0+", "Answer as soon as this many bytes of records are available."),
    field(
      "MaxBytes",
      "int32",
      "0+",
      "Soft limit on the records in the response; a first batch larger than this is still returned (KIP-74).",
      {
        default: 0x7fffffff,
      },
    ),
    field("MaxRecords", "int32", "1+", "How many records to acquire; more, where batches of the log are not to be divided."),
    field("BatchSize", "int32", "1+", "How many records are best acquired and acknowledged together."),
    field("ShareAcquireMode", "int8", "2+", "0 keeps batches of the log whole, 1 never exceeds `maxRecords` (KIP-1206).", {
      default: 0,
      ignorable: true,
    }),
    field("IsRenewAck", "bool", "2+", "Whether acknowledgements among these ask for more time (KIP-1222).", { default: false }),
    field("Topics", "[]FetchTopic", "0+", "What is new in the session, and what is acknowledged.", {
      fields: [
        field("TopicId", "uuid", "0+", "The topic's id.", { mapKey: true }),
        field("Partitions", "[]FetchPartition", "0+", "The topic's partitions.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Number of the partition.", { mapKey: true }),
            field("AcknowledgementBatches", "[]AcknowledgementBatch", "0+", "What is said of records that the member holds.", {
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
    field("ForgottenTopicsData", "[]ForgottenTopic", "0+", "Partitions to drop from the session.", {
      fields: [
        field("TopicId", "uuid", "0+", "The topic's id."),
        field("Partitions", "[]int32", "0+", "Numbers of the partitions to drop."),
      ],
    }),
  ],
});

export const shareFetchResponse: MessageDefinition = message("response", "ShareFetchResponse", {
  apiKey: 78,
  versions: "1-2",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome of the whole request as a code of the error table; partitions have their own."),
    field("ErrorMessage", "string", "0+", "What the error is about, or null.", { nullable: "0+", default: null }),
    field("AcquisitionLockTimeoutMs", "int32", "1+", "For how long acquired records are the member's, in milliseconds."),
    field("Responses", "[]ShareFetchableTopicResponse", "0+", "What was acquired, by topic; only partitions with news.", {
      fields: [
        field("TopicId", "uuid", "0+", "The topic's id.", { mapKey: true }),
        field("Partitions", "[]PartitionData", "0+", "The topic's partitions.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Number of the partition."),
            field("ErrorCode", "int16", "0+", "Outcome of the fetch as a code of the error table; 0 is success."),
            field("ErrorMessage", "string", "0+", "What the error is about, or null.", { nullable: "0+", default: null }),
            field("AcknowledgeErrorCode", "int16", "0+", "Outcome of the acknowledgements as a code of the error table; 0 is success."),
            field("AcknowledgeErrorMessage", "string", "0+", "What that error is about, or null.", { nullable: "0+", default: null }),
            field("CurrentLeader", "LeaderIdAndEpoch", "0+", "Whom to ask instead, where that is the error.", {
              fields: [
                field("LeaderId", "int32", "0+", "Node id of the leader, or -1."),
                field("LeaderEpoch", "int32", "0+", "The newest known leader epoch."),
              ],
            }),
            field("Records", "records", "0+", "Batches with the acquired records, and others among them.", { nullable: "0" }),
            field("AcquiredRecords", "[]AcquiredRecords", "0+", "Which records the member holds from now on.", {
              fields: [
                field("FirstOffset", "int64", "0+", "The first of them."),
                field("LastOffset", "int64", "0+", "The last of them."),
                field("DeliveryCount", "int16", "0+", "How often they have been handed out with this time."),
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
