import fc from "fast-check";
import { type Acl, aclOperations, patternTypes, permissionTypes, type ResourceType, resourceTypes } from "../src/index.ts";

/** Few letters, so that names meet: also the wildcard, and what ends in it. */
export const anyName: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: fc.constantFrom("a", "b", "é"), minLength: 1, maxLength: 4 }) },
  { weight: 2, arbitrary: fc.constant("*") },
  { weight: 1, arbitrary: fc.constantFrom("hardcode", "hard", "a*", "😀", "\u{1f600}b") },
);

export const anyPrincipal: fc.Arbitrary<string> = fc.constantFrom(
  "User:alice",
  "User:bob",
  "User:",
  "User:*",
  "Group:alice",
  "Group:*",
  "User:a:b",
);
export const anyHost: fc.Arbitrary<string> = fc.constantFrom("127.0.0.1", "10.0.0.1", "*");
export const anyResourceType: fc.Arbitrary<ResourceType> = fc.constantFrom(resourceTypes.TOPIC, resourceTypes.GROUP);

const { ANY: _, UNKNOWN: __, ...operations } = aclOperations;
export const anyOperation = fc.constantFrom(...Object.values(operations));

/** With one prototype, so that those with the same parts are deeply equal. */
export const anyAcl: fc.Arbitrary<Acl> = fc.record(
  {
    resourceType: anyResourceType,
    patternType: fc.constantFrom(patternTypes.LITERAL, patternTypes.PREFIXED),
    resourceName: anyName,
    principal: anyPrincipal,
    host: anyHost,
    operation: fc.oneof(fc.constantFrom(aclOperations.ALL, aclOperations.READ, aclOperations.DESCRIBE), anyOperation),
    permissionType: fc.oneof(
      { weight: 1, arbitrary: fc.constant(permissionTypes.DENY) },
      { weight: 3, arbitrary: fc.constant(permissionTypes.ALLOW) },
    ),
  },
  { noNullPrototype: true },
);
