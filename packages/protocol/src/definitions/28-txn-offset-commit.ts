import { field, type MessageDefinition, message } from "./schema.ts";

export const txnOffsetCommitRequest: MessageDefinition = message("request", "TxnOffsetCommitRequest", {
  apiKey: 28,
  versions: "0-5",
  flexible: "3+",
  fields: [
    field("TransactionalId", "string", "0+", "The producer's `transactional.id`."),
    field("GroupId", "string", "0+", "The group whose offsets the transaction commits."),
    field("ProducerId", "int64", "0+", "The producer's id."),
    field("ProducerEpoch", "int16", "0+", "The producer's epoch."),
    field("GenerationId", "int32", "3+", "The consumer's generation or member epoch, or -1 if it is no member (KIP-447).", { default: -1 }),
    field("MemberId", "string", "3+", "The consumer's member id; empty if it is no member.", { default: "" }),
    field("GroupInstanceId", "string", "3+", "The consumer's `group.instance.id` if it is a static member, else null.", {
      nullable: "3+",
      default: null,
    }),
    field("Topics", "[]TxnOffsetCommitRequestTopic", "0+", "Offsets to commit, by topic.", {
      fields: [
        field("Name", "string", "0+", "The topic."),
        field("Partitions", "[]TxnOffsetCommitRequestPartition", "0+", "Offsets to commit, by partition.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Number of the partition."),
            field("CommittedOffset", "int64", "0+", "The next offset to read."),
            field("CommittedLeaderEpoch", "int32", "2+", "Leader epoch of the last record read, or -1.", { default: -1, ignorable: true }),
            field("CommittedMetadata", "string", "0+", "Anything that the client wants to keep with the offset.", { nullable: "0+" }),
          ],
        }),
      ],
    }),
  ],
});

export const txnOffsetCommitResponse: MessageDefinition = message("response", "TxnOffsetCommitResponse", {
  apiKey: 28,
  versions: "0-5",
  flexible: "3+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("Topics", "[]TxnOffsetCommitResponseTopic", "0+", "Outcomes by topic.", {
      fields: [
        field("Name", "string", "0+", "The topic."),
        field("Partitions", "[]TxnOffsetCommitResponsePartition", "0+", "Outcomes by partition.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Number of the partition."),
            field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
          ],
        }),
      ],
    }),
  ],
});
