import { updateModeOf } from "@millrace/configs";
import { type Effect, type FieldChange, kafkaEffects } from "@millrace/plans/effects";
import type { WhenTaken } from "@millrace/plans/settings";
import {
  type Kafka,
  type KafkaNodePool,
  noEffectWhenEmbedded,
  pathText,
  poolOfNode,
  storageOf,
  storageWarnings,
} from "@millrace/resources";

/** What of a Kafka a platform on this machine takes without starting its broker again, although a cluster may have to. */
const observed = ["spec.kafka.metricsConfig", "spec.kafkaExporter"];

/** Listeners that are open take keys and certificates here, and whatever else Kafka takes. */
function takenHere(setting: string): WhenTaken {
  const mode = updateModeOf(setting);
  if (mode === undefined) return "plug-in";
  return mode === "read-only" ? "start" : "running";
}

/** What changes of a Kafka do where a platform on this machine runs it. */
export function kafkaEffectsHere(before: Kafka, after: Kafka, fields: readonly FieldChange[]): readonly Effect[] {
  const silent = new Set([before, after].flatMap((kafka) => noEffectWhenEmbedded({ kafka }).map(({ path }) => path)));
  const kept = fields.filter(({ path }) => placeIn(silent, path) === undefined);
  const told = new Set(kept.flatMap(({ path }) => placeIn(observed, path) ?? []));
  const taken = kept.filter(({ path }) => placeIn(observed, path) === undefined);
  return [
    ...[...told].map((path): Effect => ({ type: "altered", text: `${path}: which metrics are told, if any; the broker goes on` })),
    ...kafkaEffects(taken, takenHere),
    ...meaningless(fields, silent),
  ];
}

export interface NodePoolChange {
  /** Undefined: not yet there. */
  readonly before: KafkaNodePool | undefined;
  readonly after: KafkaNodePool;
  readonly fields: readonly FieldChange[];
  /** All pools of the Kafka, as they are and as they will be. */
  readonly pools: { readonly before: readonly KafkaNodePool[]; readonly after: readonly KafkaNodePool[] };
}

/** What changes of a KafkaNodePool do there. */
export function nodePoolEffectsHere({ before, after, fields, pools }: NodePoolChange): readonly Effect[] {
  const nodePools = before === undefined ? [after] : [before, after];
  const silent = new Set(noEffectWhenEmbedded({ nodePools }).map(({ path }) => path));
  const kept = pools.before.length === 0 ? undefined : storageWarnings(pools.after, storageThere(pools.before)).get(after);
  const paths = fields.map(({ path }) => pathText(path));
  return [
    ...(kept === undefined ? [] : [{ type: "refused", text: kept.message } as const]),
    ...(paths.some((path) => /^spec\.(replicas|roles)/.test(path)) ? [nodeEffect(pools)] : []),
    ...(paths.some((path) => path.endsWith(".deleteClaim")) ? [claimEffect] : []),
    // Of replicas it was said what comes of them.
    ...meaningless(
      fields.filter(({ path }) => pathText(path) !== "spec.replicas"),
      silent,
    ),
  ];
}

const claimEffect: Effect = { type: "altered", text: "whether the broker's data goes when the Kafka is deleted" };

function nodeEffect({ before, after }: NodePoolChange["pools"]): Effect {
  const [from, to] = [poolOfNode(before)?.metadata.name, poolOfNode(after)?.metadata.name];
  if (to === undefined) return { type: "refused", text: "the one node has to be of a pool with brokers, and there is none" };
  if (from !== to) return { type: "altered", text: `the one node is of the pool ${to} then` };
  return { type: "none", text: `embedded there is one node, broker and controller in one, of the pool ${to}` };
}

/** How the broker keeps its data: as declared, unless it was said that it does not. */
function storageThere(pools: readonly KafkaNodePool[]): ReturnType<typeof storageOf> {
  const isKept = pools.some(({ status }) => status?.conditions?.some(({ reason }) => reason === "KafkaStorage"));
  const declared = storageOf(pools);
  if (!isKept) return declared;
  return declared === "persistent" ? "ephemeral" : "persistent";
}

function meaningless(fields: readonly FieldChange[], silent: ReadonlySet<string>): readonly Effect[] {
  const told = new Set(fields.flatMap(({ path }) => placeIn(silent, path) ?? []));
  return [...told].map((path) => ({ type: "none", text: `${path} means something on Kubernetes only` }));
}

/** The place that a path leads to or past. */
function placeIn(places: Iterable<string>, path: FieldChange["path"]): string | undefined {
  const text = pathText(path);
  return [...places].find((place) => text === place || text.startsWith(`${place}.`) || text.startsWith(`${place}[`));
}
