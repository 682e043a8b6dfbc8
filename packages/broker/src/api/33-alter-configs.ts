// AlterConfigs, versions 0 to 2: replaces all configs of a topic, group or broker.
import { type AlterConfigsRequest, apis } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { configDenial } from "../authorization/config-denial.ts";
import { alterConfigs as alter, type ConfigResource } from "../config/alter.ts";
import { carryOut } from "./alterations.ts";
import { handler, type RequestContext } from "./handler.ts";

export const alterConfigs = handler({
  api: apis.alterConfigs,
  versions: [0, 2],
  handle({ resources, validateOnly }: AlterConfigsRequest, { broker, access }: RequestContext) {
    const denied = (resource: ConfigResource) => configDenial(resource, aclOperations.ALTER_CONFIGS, access);
    return carryOut(alter(resources, broker.configs, denied), validateOnly, broker);
  },
});
