import { apis, type CreateAclsRequest, type DescribeAclsRequest } from "@millrace/protocol";
import { aclOperations, patternTypes, permissionTypes, resourceTypes } from "@millrace/security";
import type { Notes, Scenario } from "../differential/scenario.ts";

type Creation = CreateAclsRequest["creations"][number];

const versions = [1, 3] as const;
const unordered = { unordered: ["resources", "acls", "matchingAcls"] };

function acl(notes: Notes, more: Partial<Creation> = {}): Creation {
  return {
    resourceType: resourceTypes.TOPIC,
    resourceName: `${notes.prefix}t`,
    resourcePatternType: patternTypes.LITERAL,
    principal: "User:a",
    host: "*",
    operation: aclOperations.READ,
    permissionType: permissionTypes.ALLOW,
    ...more,
  };
}

function filter(notes: Notes, more: Partial<DescribeAclsRequest> = {}): DescribeAclsRequest {
  return {
    resourceTypeFilter: resourceTypes.TOPIC,
    resourceNameFilter: `${notes.prefix}t`,
    patternTypeFilter: patternTypes.ANY,
    principalFilter: null,
    hostFilter: null,
    operation: aclOperations.ANY,
    permissionType: permissionTypes.ANY,
    ...more,
  };
}

/** What each part of an ACL may and may not be. */
const odd: Readonly<Record<string, Partial<Creation>>> = {
  "every resource type": { resourceType: resourceTypes.ANY },
  "no such resource type": { resourceType: 99 },
  "the type UNKNOWN": { resourceType: 0 },
  "any pattern": { resourcePatternType: patternTypes.ANY },
  "a matching pattern": { resourcePatternType: patternTypes.MATCH },
  "no such pattern": { resourcePatternType: 99 },
  "the pattern UNKNOWN": { resourcePatternType: 0 },
  "any operation": { operation: aclOperations.ANY },
  "no such operation": { operation: 99 },
  "the operation UNKNOWN": { operation: 0 },
  "any permission": { permissionType: permissionTypes.ANY },
  "no such permission": { permissionType: 99 },
  "the permission UNKNOWN": { permissionType: 0 },
  "an operation that topics don't have": { operation: aclOperations.CREATE_TOKENS },
  "no name": { resourceName: "" },
  "another cluster": { resourceType: resourceTypes.CLUSTER, resourceName: "other" },
  "a cluster without name": { resourceType: resourceTypes.CLUSTER, resourceName: "" },
  "a principal without type": { principal: "alice" },
  "an empty principal": { principal: "" },
  "a principal of an empty type": { principal: ":a" },
  "a principal without name": { principal: "User:" },
  "a principal with colons": { principal: "User:a:b" },
  "a very long principal": { principal: `User:${"x".repeat(10_000)}` },
  "control characters": { principal: "User:\u0000\n\u0007", resourceName: "\u0001\n" },
  "no host": { host: "" },
  "a host that is none": { host: "no such host" },
};

const creating: Scenario = {
  name: "ACLs are created",
  async run(notes) {
    for (const [what, part] of Object.entries(odd)) {
      await notes.each(what, apis.createAcls, versions, { creations: [acl(notes, part), acl(notes, { principal: "User:good" })] });
    }
    await notes.each("the same twice", apis.createAcls, versions, { creations: [acl(notes), acl(notes), acl(notes)] });
    await notes.each("nothing", apis.createAcls, versions, { creations: [] });
  },
};

const choosing: Scenario = {
  name: "ACLs are described and deleted",
  async run(notes) {
    const { talk, prefix } = notes;
    const creations = [
      acl(notes),
      acl(notes, { operation: aclOperations.WRITE }),
      acl(notes, { principal: "User:b", permissionType: permissionTypes.DENY, host: "10.0.0.1" }),
      acl(notes, { resourceName: prefix, resourcePatternType: patternTypes.PREFIXED }),
      acl(notes, { resourceName: `${prefix}other` }),
      acl(notes, { resourceType: resourceTypes.GROUP }),
    ];
    await talk.call(apis.createAcls, 3, { creations });
    const last = filter(notes, { resourceTypeFilter: resourceTypes.GROUP });
    await talk.until("ACLs can be seen", async () => (await talk.call(apis.describeAcls, 3, last)).resources.length > 0);
    const filters: Readonly<Record<string, Partial<DescribeAclsRequest>>> = {
      "of the name": {},
      literal: { patternTypeFilter: patternTypes.LITERAL },
      prefixed: { patternTypeFilter: patternTypes.PREFIXED },
      "prefixed, by the prefix": { patternTypeFilter: patternTypes.PREFIXED, resourceNameFilter: prefix },
      matching: { patternTypeFilter: patternTypes.MATCH },
      "of any type": { resourceTypeFilter: resourceTypes.ANY },
      "of a principal": { principalFilter: "User:b" },
      "of a host": { hostFilter: "10.0.0.1" },
      "of all hosts": { hostFilter: "*" },
      "of an operation": { operation: aclOperations.WRITE },
      "that deny": { permissionType: permissionTypes.DENY },
      "that are not there": { principalFilter: "User:c" },
      "of no such type": { resourceTypeFilter: 99 },
      "of no such operation": { operation: 99 },
      "of the type UNKNOWN": { resourceTypeFilter: 0 },
      "of the pattern UNKNOWN": { patternTypeFilter: 0 },
    };
    for (const [what, part] of Object.entries(filters)) await notes.each(what, apis.describeAcls, versions, filter(notes, part), unordered);
    await notes.each("deleted: no such type", apis.deleteAcls, versions, { filters: [filter(notes, { resourceTypeFilter: 99 })] });
    await notes.each("deleted: no such operation", apis.deleteAcls, versions, { filters: [filter(notes, { operation: 99 })] });
    await notes.each("deleted: UNKNOWN", apis.deleteAcls, versions, { filters: [filter(notes), filter(notes, { operation: 0 })] });
    await notes.each("deleted: nothing", apis.deleteAcls, versions, { filters: [] });
    const filtersOfThree = [
      filter(notes, { principalFilter: "User:b" }),
      filter(notes, { patternTypeFilter: patternTypes.MATCH }),
      filter(notes, { operation: 99 }),
    ];
    await notes.each("deleted", apis.deleteAcls, versions, { filters: filtersOfThree }, unordered);
    await talk.until("they are gone", async () => (await talk.call(apis.describeAcls, 3, filter(notes))).resources.length === 0);
    await notes.each("left", apis.describeAcls, versions, filter(notes, { resourceNameFilter: `${prefix}other` }), unordered);
  },
};

/** ACLs as they are made, found and deleted where there is an authorizer. */
export const aclScenarios: readonly Scenario[] = [creating, choosing];
