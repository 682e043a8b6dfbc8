import { errors, FeatureLevelRecord, NoOpRecord, type UpdateFeaturesRequest } from "@millrace/protocol";
import { inHashOrder } from "../config/java-text.ts";
import { elrVersion, featureOf, kraftVersion, levelOf, metadataVersion } from "./features.ts";
import type { MetadataImage } from "./image.ts";
import { elrSafetyRecords, type MetadataRecord, metadataRecord } from "./metadata-records.ts";
import type { Refusal } from "./topic-requests.ts";

type Update = UpdateFeaturesRequest["featureUpdates"][number];

/** Ways to change a level, as UpdateFeatures numbers them. */
const upgradeType = { upgrade: 1, safeDowngrade: 2, unsafeDowngrade: 3 } as const;

/** A level that is asked for. */
interface Proposed {
  readonly name: string;
  readonly level: number;
  readonly type: number;
  readonly current: number;
  readonly nodeId: number;
}

/** Why a level is refused, checked in Kafka's order and told in its words. */
const rules: ReadonlyArray<(proposed: Proposed) => string | undefined> = [
  ({ type }) =>
    type < upgradeType.upgrade || type > upgradeType.unsafeDowngrade
      ? "The controller does not support the given upgrade type."
      : undefined,
  ({ level }) => (level < 0 ? "A feature version cannot be less than 0." : undefined),
  unsupported,
  ({ level, current, type }) =>
    level < current && type === upgradeType.upgrade
      ? "Can't downgrade the version of this feature without setting the upgrade type to either safe or unsafe downgrade."
      : undefined,
  ({ level, current, type }) => (level > current && type !== upgradeType.upgrade ? "Can't downgrade to a newer version." : undefined),
  ({ name, level, current }) => (name === kraftVersion && level < current ? "Can't downgrade the version of this feature." : undefined),
  ({ name }) => (featureOf(name) === undefined ? `Feature ${name} not found.` : undefined),
];

/** A feature that nobody knows may be switched off, as far as this rule goes. */
function unsupported({ name, level, nodeId }: Proposed): string | undefined {
  const { min, max } = featureOf(name) ?? { min: 0, max: 0 };
  if (level >= min && level <= max) return undefined;
  const who = `Local controller ${nodeId}`;
  return max === 0 ? `${who} does not support this feature.` : `${who} only supports versions ${min}-${max}`;
}

/**
 * Checks new levels as a controller does and says what to write; all of it or nothing. `elrMinIsr` is the `min.insync.replicas` that the
 * cluster keeps when eligible leader replicas are switched on.
 */
export function planFeatureUpdates(
  image: MetadataImage,
  updates: readonly Update[],
  { nodeId, elrMinIsr }: { nodeId: number; elrMinIsr: string },
): readonly MetadataRecord[] | Refusal {
  // A feature that is named twice: the last counts.
  const byName = new Map(updates.map((update) => [update.feature, update]));
  const records: MetadataRecord[] = [];
  for (const name of inHashOrder([...byName.keys()])) {
    const { maxVersionLevel: level = 0, upgradeType: type = 0 } = byName.get(name) ?? {};
    const proposed = { name, level, type, current: levelOf(image, name), nodeId };
    const reason = refusalOf(proposed);
    if (reason !== undefined) return { error: errors.INVALID_UPDATE_VERSION, message: reason };
    records.push(...recordsOf(proposed));
  }
  const elrOn = (byName.get(elrVersion)?.maxVersionLevel ?? 0) > 0;
  return elrOn ? [...elrSafetyRecords(image, elrMinIsr), ...records] : records;
}

function refusalOf(proposed: Proposed): string | undefined {
  const { name, level, current, type } = proposed;
  for (const rule of rules) {
    const reason = rule(proposed);
    if (reason !== undefined) return `Invalid update version ${level} for feature ${name}. ${reason}`;
  }
  // The newest level brought fields that an older one could not keep, so no way leads down from it.
  if (name !== metadataVersion || level >= current) return undefined;
  const why =
    type === upgradeType.unsafeDowngrade
      ? "Unsafe metadata downgrade is not supported in this version."
      : "Refusing to perform the requested downgrade because it might delete metadata information.";
  return `Unsupported metadata.version downgrade from ${current} to ${level}. ${why}`;
}

function recordsOf({ name, level, type }: Proposed): MetadataRecord[] {
  if (name !== kraftVersion) return [metadataRecord(FeatureLevelRecord, { name, featureLevel: level })];
  return type === upgradeType.upgrade ? [metadataRecord(NoOpRecord, {})] : [];
}
