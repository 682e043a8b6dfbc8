// UpdateFeatures, versions 0 to 2: levels are records of the metadata log; all that are asked for are changed, or none (KIP-584, KIP-1022).
import { apis, type Draft, errors, type UpdateFeaturesRequest, type UpdateFeaturesResponse } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import { failureOf } from "../metadata/failure-of.ts";
import { planFeatureUpdates } from "../metadata/feature-updates.ts";
import { elrMinIsr } from "../metadata/metadata-records.ts";
import { handler, type RequestContext } from "./handler.ts";

const lastVersionWithResults = 1;

export const updateFeatures = handler({
  api: apis.updateFeatures,
  versions: [0, 2],
  needs: onCluster(aclOperations.ALTER),
  async handle({ featureUpdates, validateOnly }: UpdateFeaturesRequest, { apiVersion, broker }: RequestContext) {
    const { nodeId, metadata, configs } = broker;
    const minIsr = elrMinIsr(configs.settings.staticProperties);
    const planned = planFeatureUpdates(metadata.image, featureUpdates, { nodeId, elrMinIsr: minIsr });
    if ("error" in planned) {
      const errorMessage = `The update failed for all features since the following feature had an error: ${planned.message}`;
      return { errorCode: planned.error.code, errorMessage };
    }
    if (!validateOnly) {
      const failure = await change(planned, broker);
      if (failure !== undefined) return failure;
    }
    const results = featureUpdates.map(({ feature }) => ({ feature, errorCode: errors.NONE.code, errorMessage: errors.NONE.name }));
    return { errorMessage: null, results: apiVersion <= lastVersionWithResults ? results : [] };
  },
});

async function change(
  records: Parameters<RequestContext["broker"]["metadata"]["commit"]>[0],
  { metadata, configs }: RequestContext["broker"],
): Promise<Draft<UpdateFeaturesResponse> | undefined> {
  const committed = metadata.commit(records);
  configs.refresh();
  const failure = await failureOf(committed);
  return failure === undefined ? undefined : { errorCode: errors.KAFKA_STORAGE_ERROR.code, errorMessage: failure };
}
