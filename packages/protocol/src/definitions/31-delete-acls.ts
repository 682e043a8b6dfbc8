import { aclFilterFields, PATTERN_TYPE_LITERAL } from "./acls.ts";
import { field, type MessageDefinition, message } from "./schema.ts";

export const deleteAclsRequest: MessageDefinition = message("request", "DeleteAclsRequest", {
  apiKey: 31,
  versions: "1-3",
  flexible: "2+",
  fields: [field("Filters", "[]DeleteAclsFilter", "0+", "What chooses the ACLs to delete.", { fields: aclFilterFields })],
});

export const deleteAclsResponse: MessageDefinition = message("response", "DeleteAclsResponse", {
  apiKey: 31,
  versions: "1-3",
  flexible: "2+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("FilterResults", "[]DeleteAclsFilterResult", "0+", "What became of each filter, in the order of the request.", {
      fields: [
        field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
        field("ErrorMessage", "string", "0+", "Detail for people, beyond what the error code says; null if there is none.", {
          nullable: "0+",
        }),
        field("MatchingAcls", "[]DeleteAclsMatchingAcl", "0+", "The ACLs that the filter chose.", {
          fields: [
            field("ErrorCode", "int16", "0+", "Outcome for this ACL as a code of the error table; 0 is success."),
            field("ErrorMessage", "string", "0+", "Detail for people, beyond what the error code says; null if there is none.", {
              nullable: "0+",
            }),
            field(
              "ResourceType",
              "int8",
              "0+",
              "Kind of resource: 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 user.",
            ),
            field("ResourceName", "string", "0+", "Name of the resource, the beginning of names, or `*`."),
            field("PatternType", "int8", "1+", "What the name stands for: 3 itself, 4 names that begin like it.", {
              default: PATTERN_TYPE_LITERAL,
            }),
            field("Principal", "string", "0+", "Whom it was about, e.g. `User:alice`."),
            field("Host", "string", "0+", "Address it held for; `*` for any."),
            field("Operation", "int8", "0+", "What it was about, as a code of an ACL operation."),
            field("PermissionType", "int8", "0+", "What it did: 2 deny, 3 allow."),
          ],
        }),
      ],
    }),
  ],
});
