import { kafkaKind, nodePoolKind, rebalanceKind, secretKind, topicKind, userKind } from "@millrace/controllers";
import { MillraceError } from "@millrace/kit";
import {
  isInvalid,
  type KubeClient,
  type KubeKind,
  type KubeObject,
  KubeRequestError,
  keyOf,
  namespacedKind,
  type ObjectKey,
  type Stored,
} from "@millrace/kube";
import {
  type AwaitedResource,
  awaitedKindNames,
  type Kafka,
  type KafkaTopic,
  type KafkaUser,
  kinds,
  type Platform,
  type Secret,
  secretEntries,
} from "@millrace/resources";
import { makeNamespaces } from "./namespaces.ts";

/** Owns the fields that files declare. */
const fileManager = "millrace-up";

const awaitedKinds = awaitedKindNames.map((name) => namespacedKind<AwaitedResource>(kinds[name]));

/** Resources of a kind as the API has them once files were declared. */
export interface Declared<T extends KubeObject> {
  readonly present: ReadonlyArray<Stored<T>>;
  /** They were declared by files before, and are deleted, or being deleted. */
  readonly pruned: ReadonlyArray<Stored<T>>;
  /** They were declared by files before, and stay. */
  readonly left: ReadonlyArray<Stored<T>>;
}

export interface DeclaredFiles {
  readonly kafka: Stored<Kafka>;
  readonly topics: Omit<Declared<KafkaTopic>, "left">;
  readonly users: Declared<KafkaUser>;
}

/**
 * Makes resources of the API be as files declare them, whoever has changed them meanwhile. What files declared before and no longer
 * declare stays, unless it is to be pruned; but there is one Kafka. Throws RESOURCES_INVALID for what the API refuses.
 */
export async function declareFiles(client: KubeClient, platform: Platform, { prune }: { readonly prune: boolean }): Promise<DeclaredFiles> {
  const namespace = platform.kafka.metadata.namespace ?? "default";
  const declaring = new Declaring(client, namespace);
  const { kafka, nodePools, users, topics, rebalances, awaited, secrets } = platform;
  await declaring.makeNamespaces([kafka, ...nodePools, ...users, ...topics, ...rebalances, ...awaited, ...secrets]);
  // Nobody looks yet, so that their order does not matter.
  const [declaredKafka, presentTopics, presentUsers] = await Promise.all([
    declaring.applyOne(kafkaKind, kafka),
    declaring.apply(topicKind, topics),
    declaring.apply(userKind, users),
    declaring.apply(nodePoolKind, nodePools),
    declaring.apply(secretKind, secrets.map(encoded)),
    declaring.apply(rebalanceKind, rebalances),
    ...awaitedKinds.map((kind) => declaring.apply(kind, ofKind(kind, awaited))),
  ]);
  await declaring.prune(kafkaKind, [kafka]);
  if (!prune) {
    const left = await declaring.former(userKind, users);
    return { kafka: declaredKafka, topics: { present: presentTopics, pruned: [] }, users: { present: presentUsers, pruned: [], left } };
  }
  await declaring.prune(nodePoolKind, nodePools);
  await declaring.prune(secretKind, secrets);
  await declaring.prune(rebalanceKind, rebalances);
  await Promise.all(awaitedKinds.map((kind) => declaring.prune(kind, ofKind(kind, awaited))));
  return {
    kafka: declaredKafka,
    topics: { present: presentTopics, pruned: await declaring.prune(topicKind, topics) },
    users: { present: presentUsers, pruned: await declaring.prune(userKind, users), left: [] },
  };
}

const ofKind = <T extends KubeObject>({ kind }: KubeKind<T>, objects: readonly T[]): readonly T[] =>
  objects.filter((object) => object.kind === kind);

/** With its entries as an API server keeps them, so that it is known who declared each. */
function encoded(secret: Secret): Secret {
  const { stringData: _, ...rest } = secret;
  const entries = [...secretEntries(secret)];
  return { ...rest, data: Object.fromEntries(entries.map(([key, bytes]) => [key, bytes.toString("base64")])) };
}

class Declaring {
  readonly #client: KubeClient;
  readonly #namespace: string;

  constructor(client: KubeClient, namespace: string) {
    this.#client = client;
    this.#namespace = namespace;
  }

  async makeNamespaces(objects: readonly KubeObject[]): Promise<void> {
    await makeNamespaces(this.#client, new Set(objects.map((object) => this.#namespaceOf(object))));
  }

  apply<T extends KubeObject>(kind: KubeKind<T>, objects: readonly T[]): Promise<Array<Stored<T>>> {
    return Promise.all(objects.map((object) => this.applyOne(kind, object)));
  }

  /** What files declared before and no longer declare. */
  async former<T extends KubeObject>(kind: KubeKind<T>, objects: readonly T[]): Promise<ReadonlyArray<Stored<T>>> {
    const declared = new Set(objects.map((object) => this.#keyOf(object)));
    const { items } = await this.#client.list(kind);
    return items.filter(({ metadata }) => !declared.has(keyOf(metadata)) && isFromFiles(metadata));
  }

  /** Deletes what files declared before and no longer declare. */
  async prune<T extends KubeObject>(kind: KubeKind<T>, objects: readonly T[]): Promise<ReadonlyArray<Stored<T>>> {
    const gone = await this.former(kind, objects);
    await Promise.all(gone.map(({ metadata }) => this.#client.delete(kind, metadata)));
    return gone;
  }

  async applyOne<T extends KubeObject>(kind: KubeKind<T>, { metadata, ...rest }: T): Promise<Stored<T>> {
    const { name, labels, annotations } = metadata;
    // What an API server gave out, if the file came from one, means nothing to another.
    const own = { namespace: this.#namespaceOf({ metadata }), name, ...(labels && { labels }), ...(annotations && { annotations }) };
    const object = { ...rest, metadata: own };
    const applied = () => this.#client.apply(kind, object, { fieldManager: fileManager, force: true });
    try {
      return await applied().catch(async (thrown: unknown) => {
        // Kubernetes makes null of an object whose last member is no longer applied, and then refuses that.
        if (!isInvalid(thrown) || !(await this.#replaced(kind, object))) throw thrown;
        return applied();
      });
    } catch (cause) {
      if (!(cause instanceof KubeRequestError)) throw cause;
      throw new MillraceError("RESOURCES_INVALID", `${kind.kind} ${name}: ${cause.status.message}`, { cause });
    }
  }

  /** Whether there was an object to replace. */
  async #replaced<T extends KubeObject>(kind: KubeKind<T>, object: KubeObject): Promise<boolean> {
    const live = await this.#client.get(kind, object.metadata);
    if (live === undefined) return false;
    await this.#client.update(kind, { ...live, ...object, metadata: live.metadata });
    return true;
  }

  #keyOf({ metadata }: Pick<KubeObject, "metadata">): ObjectKey {
    return keyOf({ namespace: this.#namespaceOf({ metadata }), name: metadata.name });
  }

  #namespaceOf({ metadata }: Pick<KubeObject, "metadata">): string {
    return metadata.namespace ?? this.#namespace;
  }
}

const isFromFiles = ({ managedFields = [] }: KubeObject["metadata"]): boolean =>
  managedFields.some(({ manager }) => manager === fileManager);
