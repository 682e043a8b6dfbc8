import { field, INT64_MAX, type MessageDefinition, message } from "./schema.ts";

export const fetchRequest: MessageDefinition = message("request", "FetchRequest", {
  apiKey: 1,
  versions: "4-18",
  flexible: "12+",
  fields: [
    field("ClusterId", "string", "12+", "Cluster that the fetcher believes in; only KRaft voters send it.", {
      nullable: "12+",
      default: null,
      ignorable: true,
      tag: 0,
      tagged: "12+",
    }),
    field("ReplicaId", "int32", "0-14", "Node id of a fetching follower; consumers send -1.", { default: -1 }),
    field("ReplicaState", "ReplicaState", "15+", "Who fetches, for followers; takes the place of the plain replica id (KIP-903).", {
      tag: 1,
      tagged: "15+",
      fields: [
        field("ReplicaId", "int32", "15+", "Node id of the follower; -1 means a consumer.", { default: -1 }),
        field("ReplicaEpoch", "int64", "15+", "Broker epoch of the follower's present incarnation, or -1.", { default: -1 }),
      ],
    }),
    field("MaxWaitMs", "int32", "0+", "How long to hold the request back while fewer than `minBytes` are there."),
    field("MinBytes", "int32", "0+", "Answer as soon as this many bytes of records are available."),
    field(
      "MaxBytes",
      "int32",
      "3+",
      "Soft limit on the records in the whole response; a first batch larger than this is still returned (KIP-74).",
      { default: 0x7fffffff, ignorable: true },
    ),
    field(
      "IsolationLevel",
      "int8",
      "4+",
      "0 reads up to the high watermark, 1 up to the last stable offset and learns of aborted transactions.",
      { default: 0, ignorable: true },
    ),
    field("SessionId", "int32", "7+", "Incremental fetch session to go on with; 0 for none or a new one (KIP-227).", {
      default: 0,
      ignorable: true,
    }),
    field("SessionEpoch", "int32", "7+", "Counts a session's requests: 0 opens one, -1 closes it or does without.", {
      default: -1,
      ignorable: true,
    }),
    field("Topics", "[]FetchTopic", "0+", "Partitions to read from; in a session, only what is new or changed.", {
      fields: [
        field("Topic", "string", "0-12", "The topic, while versions still go by name.", { ignorable: true }),
        field("TopicId", "uuid", "13+", "The topic, since names gave way to ids (KIP-516).", { ignorable: true }),
        field("Partitions", "[]FetchPartition", "0+", "Where and how far to read in each partition.", {
          fields: [
            field("Partition", "int32", "0+", "Number of the partition."),
            field(
              "CurrentLeaderEpoch",
              "int32",
              "9+",
              "Leader epoch in the fetcher's metadata, by which stale views are detected; -1 skips the check.",
              { default: -1, ignorable: true },
            ),
            field("FetchOffset", "int64", "0+", "Offset to read from; the batch around it is returned whole."),
            field(
              "LastFetchedEpoch",
              "int32",
              "12+",
              "Leader epoch of the fetcher's last record, for detecting a diverged log; -1 skips the check.",
              { default: -1 },
            ),
            field("LogStartOffset", "int64", "5+", "Where a follower's own log begins; consumers send -1.", {
              default: -1,
              ignorable: true,
            }),
            field("PartitionMaxBytes", "int32", "0+", "Soft limit on this partition's records, with the same exception for a first batch."),
            field("ReplicaDirectoryId", "uuid", "17+", "Log directory of the fetching KRaft voter (KIP-853).", {
              ignorable: true,
              tag: 0,
              tagged: "17+",
            }),
            field(
              "HighWatermark",
              "int64",
              "18+",
              "High watermark that the fetching replica knows: -1 none yet, Long.MAX_VALUE not supported (KIP-1166).",
              { default: INT64_MAX, ignorable: true, tag: 1, tagged: "18+" },
            ),
          ],
        }),
      ],
    }),
    field("ForgottenTopicsData", "[]ForgottenTopic", "7+", "Partitions to drop from the session.", {
      fields: [
        field("Topic", "string", "7-12", "The topic's name.", { ignorable: true }),
        field("TopicId", "uuid", "13+", "The topic's id.", { ignorable: true }),
        field("Partitions", "[]int32", "7+", "Numbers of the partitions to drop."),
      ],
    }),
    field("RackId", "string", "11+", "The consumer's `client.rack`, for reading from a near replica (KIP-392).", {
      default: "",
      ignorable: true,
    }),
  ],
});

export const fetchResponse: MessageDefinition = message("response", "FetchResponse", {
  apiKey: 1,
  versions: "4-18",
  flexible: "12+",
  fields: [
    field("ThrottleTimeMs", "int32", "1+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("ErrorCode", "int16", "7+", "Outcome for the session as a whole; partitions have their own.", { ignorable: true }),
    field("SessionId", "int32", "7+", "The session that is open now; 0 if the next request has to be a full one.", { default: 0 }),
    field("Responses", "[]FetchableTopicResponse", "0+", "What was read, by topic; in a session, only partitions with news.", {
      fields: [
        field("Topic", "string", "0-12", "The topic's name.", { ignorable: true }),
        field("TopicId", "uuid", "13+", "The topic's id.", { ignorable: true }),
        field("Partitions", "[]PartitionData", "0+", "What was read, by partition.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Number of the partition."),
            field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
            field("HighWatermark", "int64", "0+", "Offset up to which every in-sync replica has the log; consumers see nothing beyond."),
            field("LastStableOffset", "int64", "4+", "Offset up to which all transactions are decided; -1 if unknown.", {
              default: -1,
              ignorable: true,
            }),
            field("LogStartOffset", "int64", "5+", "First offset that the partition still holds; -1 if unknown.", {
              default: -1,
              ignorable: true,
            }),
            field(
              "DivergingEpoch",
              "EpochEndOffset",
              "12+",
              "Where a follower has to truncate, if its last fetched epoch does not match the leader's log.",
              {
                tag: 0,
                tagged: "12+",
                fields: [
                  field("Epoch", "int32", "12+", "Newest leader epoch that both logs may share.", { default: -1 }),
                  field("EndOffset", "int64", "12+", "Offset at which that epoch ends on the leader.", { default: -1 }),
                ],
              },
            ),
            field("CurrentLeader", "LeaderIdAndEpoch", "12+", "Hint at the present leader (KIP-951), set with leadership errors.", {
              tag: 1,
              tagged: "12+",
              fields: [
                field("LeaderId", "int32", "12+", "Node id of the leader, -1 if there is none or no hint.", { default: -1 }),
                field("LeaderEpoch", "int32", "12+", "Epoch in which that node leads.", { default: -1 }),
              ],
            }),
            field(
              "SnapshotId",
              "SnapshotId",
              "12+",
              "Snapshot to fetch instead, when a KRaft voter asks for records that only a snapshot has.",
              {
                tag: 2,
                tagged: "12+",
                fields: [
                  field("EndOffset", "int64", "0+", "Offset behind the last record inside the snapshot.", { default: -1 }),
                  field("Epoch", "int32", "0+", "Leader epoch of the snapshot's last record.", { default: -1 }),
                ],
              },
            ),
            field(
              "AbortedTransactions",
              "[]AbortedTransaction",
              "4+",
              "Aborted transactions that touch the returned records; null when reading uncommitted.",
              {
                nullable: "4+",
                ignorable: true,
                fields: [
                  field("ProducerId", "int64", "4+", "Producer whose transaction was aborted."),
                  field(
                    "FirstOffset",
                    "int64",
                    "4+",
                    "Where the aborted transaction began; its records up to the abort marker are to be dropped.",
                  ),
                ],
              },
            ),
            field("PreferredReadReplica", "int32", "11+", "Replica that a consumer in this rack had better read from; -1 for the leader.", {
              default: -1,
            }),
            field("Records", "records", "0+", "Whole record batches just as they are stored.", { nullable: "0+" }),
          ],
        }),
      ],
    }),
    field("NodeEndpoints", "[]NodeEndpoint", "16+", "Addresses of the leaders that the hints name.", {
      tag: 0,
      tagged: "16+",
      fields: [
        field("NodeId", "int32", "16+", "Node id that a leader hint refers to.", { mapKey: true }),
        field("Host", "string", "16+", "Host name or address that clients are told to connect to."),
        field("Port", "int32", "16+", "TCP port of the listener."),
        field("Rack", "string", "16+", "The broker's `broker.rack`, or null without one.", { nullable: "16+", default: null }),
      ],
    }),
  ],
});
