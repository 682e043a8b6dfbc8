import { apis } from "@millrace/protocol";
import type { Scenario } from "../scenario.ts";

const versions = [1, 3] as const;
const creation = {
  resourceType: 2,
  resourceName: "t",
  resourcePatternType: 3,
  principal: "User:a",
  host: "*",
  operation: 3,
  permissionType: 3,
};
const filter = {
  resourceTypeFilter: 2,
  resourceNameFilter: null,
  patternTypeFilter: 1,
  principalFilter: null,
  hostFilter: null,
  operation: 1,
  permissionType: 1,
};

const off: Scenario = {
  name: "ACLs without an authorizer",
  async run(notes) {
    await notes.each("created", apis.createAcls, versions, { creations: [creation, { ...creation, resourceName: "" }] });
    await notes.each("created: nothing", apis.createAcls, versions, { creations: [] });
    await notes.each("created: UNKNOWN", apis.createAcls, versions, { creations: [{ ...creation, operation: 0 }] });
    await notes.each("described", apis.describeAcls, versions, filter);
    await notes.each("described: UNKNOWN", apis.describeAcls, versions, { ...filter, operation: 0 });
    await notes.each("deleted", apis.deleteAcls, versions, { filters: [filter, filter] });
  },
};

export const aclCases: readonly Scenario[] = [off];
