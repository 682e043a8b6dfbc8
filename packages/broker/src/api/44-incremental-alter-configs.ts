// IncrementalAlterConfigs, versions 0 and 1: sets, deletes, appends to and subtracts from single configs (KIP-339).
import { apis, type IncrementalAlterConfigsRequest } from "@millrace/protocol";
import { incrementalAlterConfigs as alter } from "../config/alter.ts";
import { carryOut } from "./alterations.ts";
import { handler, type RequestContext } from "./handler.ts";

export const incrementalAlterConfigs = handler({
  api: apis.incrementalAlterConfigs,
  versions: [0, 1],
  handle({ resources, validateOnly }: IncrementalAlterConfigsRequest, { broker }: RequestContext) {
    return carryOut(alter(resources, broker.configs), validateOnly, broker);
  },
});
