// AlterConfigs, versions 0 to 2: replaces all configs of a topic, group or broker.
import { type AlterConfigsRequest, apis } from "@millrace/protocol";
import { alterConfigs as alter } from "../config/alter.ts";
import { carryOut } from "./alterations.ts";
import { handler, type RequestContext } from "./handler.ts";

export const alterConfigs = handler({
  api: apis.alterConfigs,
  versions: [0, 2],
  handle({ resources, validateOnly }: AlterConfigsRequest, { broker }: RequestContext) {
    return carryOut(alter(resources, broker.configs), validateOnly, broker);
  },
});
