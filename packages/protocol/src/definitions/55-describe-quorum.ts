import { field, type MessageDefinition, message, struct } from "./schema.ts";

export const describeQuorumRequest: MessageDefinition = message("request", "DescribeQuorumRequest", {
  apiKey: 55,
  versions: "0-2",
  flexible: "0+",
  fields: [
    field("Topics", "[]TopicData", "0+", "Which quorums; there is one, that of `__cluster_metadata`.", {
      fields: [
        field("TopicName", "string", "0+", "The topic's name."),
        field("Partitions", "[]PartitionData", "0+", "Its partitions.", {
          fields: [field("PartitionIndex", "int32", "0+", "Partition number.")],
        }),
      ],
    }),
  ],
});

export const describeQuorumResponse: MessageDefinition = message("response", "DescribeQuorumResponse", {
  apiKey: 55,
  versions: "0-2",
  flexible: "0+",
  structs: [
    struct("ReplicaState", "0+", [
      field("ReplicaId", "int32", "0+", "Node id of the replica."),
      field("ReplicaDirectoryId", "uuid", "2+", "Id of the directory that the replica keeps its log in."),
      field("LogEndOffset", "int64", "0+", "Where the replica's log ends, as far as the leader knows; -1 if it does not."),
      field(
        "LastFetchTimestamp",
        "int64",
        "1+",
        "When the replica fetched last, by the leader's clock; the present for the leader itself.",
        {
          default: -1,
          ignorable: true,
        },
      ),
      field("LastCaughtUpTimestamp", "int64", "1+", "When the replica had all there was, by the leader's clock.", {
        default: -1,
        ignorable: true,
      }),
    ]),
  ],
  fields: [
    field("ErrorCode", "int16", "0+", "Outcome of the whole request as a code of the error table; 0 is success."),
    field("ErrorMessage", "string", "2+", "Detail for people; null if there is none.", { nullable: "2+", ignorable: true }),
    field("Topics", "[]TopicData", "0+", "The quorums.", {
      fields: [
        field("TopicName", "string", "0+", "The topic's name."),
        field("Partitions", "[]PartitionData", "0+", "Its partitions.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Partition number."),
            field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
            field("ErrorMessage", "string", "2+", "Detail for people; null if there is none.", { nullable: "2+", ignorable: true }),
            field("LeaderId", "int32", "0+", "Node id of the active controller; -1 if there is none."),
            field("LeaderEpoch", "int32", "0+", "Its epoch."),
            field("HighWatermark", "int64", "0+", "Up to where the log is settled."),
            field("CurrentVoters", "[]ReplicaState", "0+", "The replicas that vote."),
            field("Observers", "[]ReplicaState", "0+", "The replicas that only read: brokers."),
          ],
        }),
      ],
    }),
    field("Nodes", "[]Node", "2+", "Where the voters can be reached.", {
      fields: [
        field("NodeId", "int32", "2+", "The voter's node id.", { mapKey: true }),
        field("Listeners", "[]Listener", "2+", "The controller's listeners.", {
          fields: [
            field("Name", "string", "2+", "The listener's name.", { mapKey: true }),
            field("Host", "string", "2+", "Host name or address."),
            field("Port", "uint16", "2+", "TCP port of the listener."),
          ],
        }),
      ],
    }),
  ],
});
