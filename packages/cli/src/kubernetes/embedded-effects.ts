import { updateModeOf } from "@millrace/embedded";
import { type Effect, type FieldChange, kafkaEffects } from "@millrace/plans/effects";
import { type Kafka, noEffectWhenEmbedded, pathText } from "@millrace/resources";

/** What a platform on this machine can't change while it runs. */
const settledAtStart = ["spec.kafka.metricsConfig", "spec.kafkaExporter"];

/** What changes of a Kafka do where a platform on this machine runs it. */
export function kafkaEffectsHere(before: Kafka, after: Kafka, fields: readonly FieldChange[]): readonly Effect[] {
  const idle = [before, after].flatMap((kafka) => noEffectWhenEmbedded({ kafka, nodePools: [], topics: [], users: [], secrets: [] }));
  const silent = new Set(idle.map(({ path }) => path));
  const kept = fields.filter(({ path }) => placeIn(silent, path) === undefined);
  const settled = new Set(kept.flatMap(({ path }) => placeIn(settledAtStart, path) ?? []));
  const taken = kept.filter(({ path }) => placeIn(settledAtStart, path) === undefined);
  const told = new Set(fields.flatMap(({ path }) => placeIn(silent, path) ?? []));
  return [
    ...[...settled].map((path): Effect => ({ type: "refused", text: `${path} is settled when the platform starts` })),
    ...kafkaEffects(taken, updateModeOf),
    ...[...told].map((path): Effect => ({ type: "none", text: `${path} means something on Kubernetes only` })),
  ];
}

/** The place that a path leads to or past. */
function placeIn(places: Iterable<string>, path: FieldChange["path"]): string | undefined {
  const text = pathText(path);
  return [...places].find((place) => text === place || text.startsWith(`${place}.`) || text.startsWith(`${place}[`));
}
