import { field, type MessageDefinition, message } from "./schema.ts";

export const removeRaftVoterRequest: MessageDefinition = message("request", "RemoveRaftVoterRequest", {
  apiKey: 81,
  versions: "0",
  flexible: "0+",
  fields: [
    field("ClusterId", "string", "0+", "Id of the cluster that is meant; null: whichever it is.", { nullable: "0+" }),
    field("VoterId", "int32", "0+", "Node id of the controller that is to vote no more (KIP-853)."),
    field("VoterDirectoryId", "uuid", "0+", "Id of the directory that its metadata is in."),
  ],
});

export const removeRaftVoterResponse: MessageDefinition = message("response", "RemoveRaftVoterResponse", {
  apiKey: 81,
  versions: "0",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ErrorMessage", "string", "0+", "Detail for people; null if there is none.", { nullable: "0+", ignorable: true }),
  ],
});
