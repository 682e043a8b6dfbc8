import { updateModeOf } from "@millrace/configs";
import type { AnyObject } from "@millrace/kube/browse";
import { topicNamespaceOf, userNamespaceOf } from "@millrace/plans";
import { type Effect, type FieldChange, kafkaEffects, nodePoolEffects, topicEffects, userEffects } from "@millrace/plans/effects";
import { whenTaken } from "@millrace/plans/settings";
import {
  clusterOf,
  effectiveTopic,
  isAwaited,
  type Kafka,
  type KafkaNodePool,
  type KafkaTopic,
  type KafkaUser,
  kinds,
  notSupportedYet,
  pathText,
  topicDeclaration,
  topicNameOf,
} from "@millrace/resources";
import type { Api } from "./access.ts";
import { allOf, isSame, overlaid } from "./around.ts";
import { isEmbedded } from "./embedded-api.ts";
import { kafkaEffectsHere, nodePoolEffectsHere } from "./embedded-effects.ts";

/** An object before and after a change. */
export interface Change {
  readonly before: AnyObject | undefined;
  readonly after: AnyObject;
  readonly fields: readonly FieldChange[];
}

interface Around {
  readonly isHere: boolean;
  readonly kafkas: readonly Kafka[];
  readonly topics: readonly KafkaTopic[];
  readonly pools: { readonly before: readonly KafkaNodePool[]; readonly after: readonly KafkaNodePool[] };
}

/** What changes do, all of them together. */
export async function effectsOf(changes: readonly Change[], api: Api): Promise<ReadonlyArray<readonly Effect[]>> {
  const after = changes.map((change) => change.after);
  const pools = await allOf<KafkaNodePool>(api, kinds.KafkaNodePool);
  const around: Around = {
    isHere: await isEmbedded(api),
    pools: { before: pools, after: overlaid("KafkaNodePool", pools, after) },
    kafkas: overlaid("Kafka", await allOf<Kafka>(api, kinds.Kafka), after),
    topics: overlaid("KafkaTopic", await allOf<KafkaTopic>(api, kinds.KafkaTopic), after),
  };
  return changes.map((change) => effectsOfOne(change, around));
}

function effectsOfOne({ before, after, fields }: Change, around: Around): readonly Effect[] {
  const { apiVersion, kind, metadata } = after;
  if (apiVersion !== kinds.Kafka.apiVersion) return [];
  const inSpec = fields.filter(({ path }) => path[0] === "spec");
  switch (kind) {
    case "KafkaTopic":
      return topicEffectsOf(before as unknown as KafkaTopic | undefined, after as unknown as KafkaTopic, fields, around);
    case "KafkaUser": {
      const user = after as unknown as KafkaUser;
      const kafka = around.kafkas.find((each) => each.metadata.name === clusterOf(user) && userNamespaceOf(each) === metadata.namespace);
      return userEffects(before as unknown as KafkaUser | undefined, user, kafka);
    }
    case "Kafka":
      if (before === undefined) return [{ type: "created", text: `Kafka ${metadata.name}` }];
      return around.isHere
        ? kafkaEffectsHere(before as unknown as Kafka, after as unknown as Kafka, inSpec)
        : kafkaEffects(inSpec, (setting) => whenTaken(after as unknown as Kafka, setting, updateModeOf));
    case "KafkaNodePool":
      if (around.isHere)
        return poolEffectsHere(before as unknown as KafkaNodePool | undefined, after as unknown as KafkaNodePool, inSpec, around);
      return before === undefined ? [{ type: "created", text: `nodes of pool ${metadata.name}` }] : nodePoolEffects(inSpec);
    default:
      return around.isHere && isAwaited(kind) ? [{ type: "none", text: notSupportedYet(kind).message }] : [];
  }
}

function poolEffectsHere(
  before: KafkaNodePool | undefined,
  after: KafkaNodePool,
  fields: readonly FieldChange[],
  { pools }: Around,
): readonly Effect[] {
  const isSister = (pool: KafkaNodePool) => clusterOf(pool) === clusterOf(after) && pool.metadata.namespace === after.metadata.namespace;
  return nodePoolEffectsHere({
    ...{ before, after, fields },
    pools: { before: pools.before.filter(isSister), after: pools.after.filter(isSister) },
  });
}

function topicEffectsOf(
  before: KafkaTopic | undefined,
  after: KafkaTopic,
  fields: readonly FieldChange[],
  { isHere, kafkas, topics }: Around,
): readonly Effect[] {
  const { name, namespace } = after.metadata;
  const cluster = clusterOf(after);
  const kafka = kafkas.find((each) => each.metadata.name === cluster && topicNamespaceOf(each) === namespace);
  const isRival = (other: KafkaTopic): boolean =>
    clusterOf(other) === cluster && topicNameOf(other) === topicNameOf(after) && !isSame(other, after);
  const effective = (topic: KafkaTopic) => (isHere ? effectiveTopic(topic).effective : topicDeclaration(topic));
  const effects = topicEffects({ before, after, surroundings: { kafka, rivals: topics.filter(isRival) }, effective });
  const changed = fields.map(({ path }) => pathText(path));
  const reduced = isHere
    ? effectiveTopic(after).warnings.filter(({ message }) => changed.some((path) => message.startsWith(`${path} `)))
    : [];
  const notes = reduced.map(({ message }): Effect => ({ type: "none", text: message }));
  if (effects.length + notes.length > 0) return [...effects, ...notes];
  return [{ type: "none", text: `topic ${name} stays as it is` }];
}
