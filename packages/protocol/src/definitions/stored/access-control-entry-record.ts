import { field, type MessageDefinition, message } from "../schema.ts";

export const accessControlEntryRecord: MessageDefinition = message("metadata", "AccessControlEntryRecord", {
  apiKey: 18,
  versions: "0",
  flexible: "0+",
  fields: [
    field("Id", "uuid", "0+", "The ACL's id, by which it is removed."),
    field("ResourceType", "int8", "0+", "Kind of resource: 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 user."),
    field("ResourceName", "string", "0+", "Name of the resource, the beginning of names, or `*`."),
    field("PatternType", "int8", "0+", "What the name stands for: 3 itself, 4 names that begin like it."),
    field("Principal", "string", "0+", "Whom it is about, e.g. `User:alice`."),
    field("Host", "string", "0+", "Address it holds for; `*` for any."),
    field("Operation", "int8", "0+", "What it is about, as a code of an ACL operation."),
    field("PermissionType", "int8", "0+", "What it does: 2 deny, 3 allow."),
  ],
});

export const removeAccessControlEntryRecord: MessageDefinition = message("metadata", "RemoveAccessControlEntryRecord", {
  apiKey: 19,
  versions: "0",
  flexible: "0+",
  fields: [field("Id", "uuid", "0+", "Id of the ACL that goes.")],
});
