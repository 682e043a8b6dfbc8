import type { Admin } from "@millrace/client";
import { MillraceError, messageOf } from "@millrace/kit";
import { featureLevelOf, metadataVersionOf } from "../model/versions.ts";
import { atRest, type Progress, type Tended } from "./progress.ts";

const feature = "metadata.version";

/**
 * Has the metadata be of the version that is declared, once all nodes run the version of Kafka that is. It is lowered only where nothing is lost by it, as far as Kafka
 * does that; a refusal is a warning, since Kafka goes on as it is.
 */
export async function settleMetadataVersion(
  admin: Pick<Admin, "describeFeatures" | "updateFeatures">,
  { cluster, isRolled }: Pick<Tended, "cluster" | "isRolled">,
): Promise<Progress> {
  const level = (await admin.describeFeatures()).find(({ name }) => name === feature)?.level;
  const wanted = featureLevelOf(cluster.wantedMetadataVersion);
  if (level === undefined || level === 0) return atRest;
  // One that is newer than all that are known here is called by its level.
  const seen: Progress = { ...atRest, metadataVersion: metadataVersionOf(level) ?? String(level) };
  if (wanted === undefined || wanted === level || !isRolled) return seen;
  const target = metadataVersionOf(wanted) ?? String(wanted);
  try {
    await admin.updateFeatures([{ name: feature, level: wanted, type: wanted > level ? "upgrade" : "safe-downgrade" }]);
    const message = `The metadata is of version ${target} from now on`;
    return { ...seen, metadataVersion: target, done: [{ type: "Normal", reason: "MetadataUpdated", message }] };
  } catch (thrown) {
    if (!(thrown instanceof MillraceError)) throw thrown;
    const message = `The metadata stays of version ${seen.metadataVersion} and does not become ${target}: ${messageOf(thrown)}`;
    return { ...seen, warnings: [{ reason: "MetadataUpdateFailed", message }] };
  }
}
