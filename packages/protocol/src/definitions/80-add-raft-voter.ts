import { field, type MessageDefinition, message } from "./schema.ts";

export const addRaftVoterRequest: MessageDefinition = message("request", "AddRaftVoterRequest", {
  apiKey: 80,
  versions: "0-1",
  flexible: "0+",
  fields: [
    field("ClusterId", "string", "0+", "Id of the cluster that is meant; null: whichever it is.", { nullable: "0+" }),
    field("TimeoutMs", "int32", "0+", "How long the request may take, in milliseconds."),
    field("VoterId", "int32", "0+", "Node id of the controller that is to vote (KIP-853)."),
    field("VoterDirectoryId", "uuid", "0+", "Id of the directory that its metadata is in."),
    field("Listeners", "[]Listener", "0+", "Where it is reached.", {
      fields: [
        field("Name", "string", "0+", "Name of the listener.", { mapKey: true }),
        field("Host", "string", "0+", "Host of the listener."),
        field("Port", "uint16", "0+", "TCP port of the listener."),
      ],
    }),
    field(
      "AckWhenCommitted",
      "bool",
      "1+",
      "Whether the answer comes once the change is committed, or already when the leader has written it.",
      {
        default: true,
      },
    ),
  ],
});

export const addRaftVoterResponse: MessageDefinition = message("response", "AddRaftVoterResponse", {
  apiKey: 80,
  versions: "0-1",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ErrorMessage", "string", "0+", "Detail for people; null if there is none.", { nullable: "0+", ignorable: true }),
  ],
});
