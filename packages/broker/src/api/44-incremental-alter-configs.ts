// IncrementalAlterConfigs, versions 0 and 1: sets, deletes, appends to and subtracts from single configs (KIP-339).
import { apis, type IncrementalAlterConfigsRequest } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { configDenial } from "../authorization/config-denial.ts";
import { incrementalAlterConfigs as alter, type ConfigResource } from "../config/alter.ts";
import { carryOut } from "./alterations.ts";
import { handler, type RequestContext } from "./handler.ts";

export const incrementalAlterConfigs = handler({
  api: apis.incrementalAlterConfigs,
  versions: [0, 1],
  handle({ resources, validateOnly }: IncrementalAlterConfigsRequest, { broker, access }: RequestContext) {
    const denied = (resource: ConfigResource) => configDenial(resource, aclOperations.ALTER_CONFIGS, access);
    return carryOut(alter(resources, broker.configs, denied), validateOnly, broker);
  },
});
