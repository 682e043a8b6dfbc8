import { field, type MessageDefinition, message } from "./schema.ts";

export const findCoordinatorRequest: MessageDefinition = message("request", "FindCoordinatorRequest", {
  apiKey: 10,
  versions: "0-6",
  flexible: "3+",
  fields: [
    field("Key", "string", "0-3", "Group id or transactional id, while one request asks for one key."),
    field("KeyType", "int8", "1+", "What the keys are: 0 groups, 1 transactional ids, 2 share partitions.", { default: 0 }),
    field("CoordinatorKeys", "[]string", "4+", "Keys to look up, several in one request (KIP-699)."),
  ],
});

export const findCoordinatorResponse: MessageDefinition = message("response", "FindCoordinatorResponse", {
  apiKey: 10,
  versions: "0-6",
  flexible: "3+",
  fields: [
    field("ThrottleTimeMs", "int32", "1+", "How long the client was held back by a quota, in milliseconds; 0 if it was not.", {
      ignorable: true,
    }),
    field("ErrorCode", "int16", "0-3", "Outcome as a code of the error table; 0 is success."),
    field("ErrorMessage", "string", "1-3", "Detail for people, beyond what the error code says; null if there is none.", {
      nullable: "1-3",
      ignorable: true,
    }),
    field("NodeId", "int32", "0-3", "Node id of the coordinator, or -1."),
    field("Host", "string", "0-3", "Host name or address that clients are told to connect to."),
    field("Port", "int32", "0-3", "TCP port of the listener."),
    field("Coordinators", "[]Coordinator", "4+", "One answer for each key.", {
      fields: [
        field("Key", "string", "4+", "The key that this answer is for."),
        field("NodeId", "int32", "4+", "Node id of the coordinator, or -1."),
        field("Host", "string", "4+", "Host name or address that clients are told to connect to."),
        field("Port", "int32", "4+", "TCP port of the listener."),
        field("ErrorCode", "int16", "4+", "Outcome as a code of the error table; 0 is success."),
        field("ErrorMessage", "string", "4+", "Detail for people, beyond what the error code says; null if there is none.", {
          nullable: "4+",
          ignorable: true,
        }),
      ],
    }),
  ],
});
