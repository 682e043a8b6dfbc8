import { field, type MessageDefinition, message } from "./schema.ts";

export const alterReplicaLogDirsRequest: MessageDefinition = message("request", "AlterReplicaLogDirsRequest", {
  apiKey: 34,
  versions: "1-2",
  flexible: "2+",
  fields: [
    field("Dirs", "[]AlterReplicaLogDir", "0+", "Where replicas of the asked broker are to go.", {
      fields: [
        field("Path", "string", "0+", "Absolute path of a log directory.", { mapKey: true }),
        field("Topics", "[]AlterReplicaLogDirTopic", "0+", "What is to go there.", {
          fields: [
            field("Name", "string", "0+", "The topic's name.", { mapKey: true }),
            field("Partitions", "[]int32", "0+", "Partition numbers."),
          ],
        }),
      ],
    }),
  ],
});

export const alterReplicaLogDirsResponse: MessageDefinition = message("response", "AlterReplicaLogDirsResponse", {
  apiKey: 34,
  versions: "1-2",
  flexible: "2+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("Results", "[]AlterReplicaLogDirTopicResult", "0+", "Outcomes by topic.", {
      fields: [
        field("TopicName", "string", "0+", "The topic's name."),
        field("Partitions", "[]AlterReplicaLogDirPartitionResult", "0+", "Outcomes by partition.", {
          fields: [
            field("PartitionIndex", "int32", "0+", "Partition number."),
            field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
          ],
        }),
      ],
    }),
  ],
});
