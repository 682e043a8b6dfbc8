import { type FieldDefinition, field } from "./schema.ts";

/** What a pattern was before there were others (KIP-290). */
export const PATTERN_TYPE_LITERAL = 3;

/** What requests say to choose among ACLs. */
export const aclFilterFields: readonly FieldDefinition[] = [
  field(
    "ResourceTypeFilter",
    "int8",
    "0+",
    "Kind of resource: 1 any, 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 user.",
  ),
  field("ResourceNameFilter", "string", "0+", "Name in the pattern; null for any.", { nullable: "0+" }),
  field("PatternTypeFilter", "int8", "1+", "Kind of pattern: 1 any, 2 all that apply to a resource of that name, 3 literal, 4 prefixed.", {
    default: PATTERN_TYPE_LITERAL,
  }),
  field("PrincipalFilter", "string", "0+", "Whom the ACL is about; null for anybody.", { nullable: "0+" }),
  field("HostFilter", "string", "0+", "Address the ACL holds for; null for all of them.", { nullable: "0+" }),
  field("Operation", "int8", "0+", "What the ACL is about, as a code of an ACL operation; 1 for any."),
  field("PermissionType", "int8", "0+", "What the ACL does: 1 either, 2 deny, 3 allow."),
];
