import { type Path, pathText } from "@millrace/resources";
import type { WhenTaken } from "../settings/when-taken.ts";
import { type Effect, effect } from "./effect.ts";
import type { FieldChange } from "./field-changes.ts";

interface Row {
  readonly under: Path;
  readonly effect: Effect;
}

const row = (under: string, type: Effect["type"], text: string): Row => ({ under: under.split("."), effect: effect(type, text) });

/** What changes under a path do in a cluster, the narrowest first; as Strimzi's Cluster Operator carries them out. */
const kafkaRows: readonly Row[] = [
  row("spec.kafka.listeners", "restarted", "listeners are opened when a broker starts"),
  row("spec.kafka.authorization", "restarted", "what keeps to ACLs is chosen when a broker starts"),
  row("spec.kafka.version", "restarted", "brokers start one by one with the other version"),
  row("spec.kafka.metadataVersion", "altered", "the version of the metadata, once all brokers know it"),
  row("spec.kafka.logging", "altered", "levels of loggers"),
  row("spec.kafka", "restarted", "brokers are started with it"),
  row("spec.entityOperator", "altered", "operators of topics and users start again, brokers don't"),
  row("spec.kafkaExporter", "altered", "the exporter starts again, brokers don't"),
  row("spec.cruiseControl", "altered", "Cruise Control starts again; brokers do where its metrics reporter comes or goes"),
  row("spec.clusterCa", "altered", "certificates are made by the new rules when they are renewed, and brokers start again then"),
  row("spec.clientsCa", "altered", "certificates are made by the new rules when they are renewed"),
  row("spec.maintenanceTimeWindows", "altered", "when certificates are renewed"),
];

const poolRows: readonly Row[] = [
  row("spec.roles", "restarted", "what a node is is settled when it starts"),
  row("spec", "restarted", "nodes are started with it"),
];

/** What becomes of another value of a setting. */
const settingEffects: Readonly<Record<WhenTaken, readonly [type: Effect["type"], text: string]>> = {
  running: ["altered", "brokers take it while they run"],
  opening: ["restarted", "it is read when a listener is opened"],
  start: ["restarted", "it is read when a broker starts"],
  "plug-in": ["restarted", "Kafka does not know it, so it can't be set while a broker runs"],
  never: ["none", "Kafka does not know it, and there is no plug-in that might"],
};

/** What changes of a Kafka do in a cluster, told for each reason once. */
export function kafkaEffects(changes: readonly FieldChange[], takenOf: (setting: string) => WhenTaken): readonly Effect[] {
  return distinct(
    changes.flatMap((change) => settingEffect(change.path, takenOf) ?? listenerLimitEffect(change.path) ?? byRow(change.path, kafkaRows)),
  );
}

const listenerLimits: ReadonlySet<unknown> = new Set(["maxConnections", "maxConnectionCreationRate"]);

/** Kafka takes limits of a listener's connections while it runs (KIP-402, KIP-612). */
function listenerLimitEffect(path: Path): Effect | undefined {
  const limit = path.at(-1);
  if (path[1] !== "kafka" || path[2] !== "listeners" || !listenerLimits.has(limit)) return undefined;
  return effect("altered", `${limit}: ${settingEffects.running[1]}`);
}

function settingEffect(path: Path, takenOf: (setting: string) => WhenTaken): Effect | undefined {
  const [spec, kafka, config, name] = path;
  if (spec !== "spec" || kafka !== "kafka" || config !== "config" || typeof name !== "string") return undefined;
  const [type, text] = settingEffects[takenOf(name)];
  return effect(type, `${name}: ${text}`);
}

/** What changes of a KafkaNodePool do in a cluster. */
export const nodePoolEffects = (changes: readonly FieldChange[]): readonly Effect[] =>
  distinct(changes.flatMap((change) => poolEffect(change) ?? byRow(change.path, poolRows)));

function poolEffect({ path, from, to }: FieldChange): Effect | undefined {
  const text = pathText(path);
  if (text === "spec.replicas") {
    const [before, after] = [Number(from ?? 0), Number(to ?? 0)];
    if (after > before) return effect("created", `${after - before} more nodes`);
    return effect("altered", `${before - after} nodes go; it waits until they have no partitions any more`);
  }
  if (!text.startsWith("spec.storage")) return undefined;
  if (text.endsWith(".size")) return sizeEffect(from, to);
  if (text.endsWith(".deleteClaim")) return effect("altered", "what becomes of volumes when the pool is deleted");
  if (/\.volumes\[\d+\]/.test(text) && (from === undefined || to === undefined))
    return effect("restarted", "volumes come or go with a start");
  return effect("refused", `${text}: storage that is there can't become another sort`);
}

const units: Readonly<Record<string, number>> = {
  "": 1,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
};

function sizeEffect(from: FieldChange["from"], to: FieldChange["to"]): Effect {
  const bytes = (value: unknown) => {
    const [, digits = "", unit = ""] = /^(\d+(?:\.\d+)?)(\w*)$/.exec(String(value)) ?? [];
    return Number(digits) * (units[unit] ?? Number.NaN);
  };
  if (bytes(to) < bytes(from)) return effect("refused", "volumes can't become smaller");
  return effect("altered", "volumes grow, where their storage class allows it");
}

function byRow(path: Path, rows: readonly Row[]): readonly Effect[] {
  const found = rows.find(({ under }) => under.every((step, at) => path[at] === step));
  return found === undefined ? [] : [{ ...found.effect, text: `${pathText(found.under)}: ${found.effect.text}` }];
}

const distinct = (effects: readonly Effect[]): readonly Effect[] => [
  ...new Map(effects.map((each) => [`${each.type} ${each.text}`, each])).values(),
];
