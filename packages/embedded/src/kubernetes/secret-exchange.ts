import { isDeepStrictEqual } from "node:util";
import { secretKind } from "@millrace/controllers";
import type { Files } from "@millrace/files";
import { type Logger, messageOf } from "@millrace/kit";
import { type KubeClient, keyOf, nameOf, type ObjectKey, type Stored } from "@millrace/kube";
import type { Kafka, Secret as KubeSecret } from "@millrace/resources";
import { isUserSecret, namespaceOf } from "../secrets/names.ts";
import type { Secret } from "../secrets/secret.ts";
import { SecretStore } from "../secrets/secret-store.ts";

/** Owns what is told of the platform's own Secrets. */
const fieldManager = "millrace-platform";

export interface SecretExchangeOptions {
  readonly client: KubeClient;
  readonly kafka: Kafka;
  readonly files: Files;
  /** The data directory. */
  readonly directory: string;
  readonly logger: Logger;
}

/**
 * Between the Secrets of the data directory, which are there before the Kubernetes API and while it isn't, and those of the API: the
 * platform's certificates are told to the API, and users' credentials are kept in the data directory.
 */
export class SecretExchange {
  readonly #options: SecretExchangeOptions;
  /** What is kept is kept in turn. */
  #keeping: Promise<void> = Promise.resolve();
  #store: SecretStore | undefined;

  constructor(options: SecretExchangeOptions) {
    this.#options = options;
  }

  /**
   * Tells the API of what is kept, where it does not know. Users' Secrets it has by itself, except when they are older than it. What
   * `KubeClient` throws.
   */
  async tell(): Promise<void> {
    const { client, files, directory } = this.#options;
    const kept = new SecretStore(files, directory).list();
    if (kept.length === 0) return;
    const { items } = await client.list(secretKind);
    const known = new Map(items.map((secret) => [keyOf(secret.metadata), secret]));
    await Promise.all(kept.map((secret) => this.#tell(secret, known.get(keyOf(secret)))));
  }

  /** Keeps what the API has of a Secret by now. A failure is logged. */
  keep(name: ObjectKey): void {
    const { client, files, directory, logger } = this.#options;
    this.#keeping = this.#keeping.then(async () => {
      try {
        this.#store ??= new SecretStore(files, directory);
        await keepIn(this.#store, await client.get(secretKind, nameOf(name)), name);
      } catch (error) {
        logger.error("a Secret can't be kept in the data directory", { name, error: messageOf(error) });
      }
    });
  }

  /** Resolves when all is kept that was to be kept. */
  kept(): Promise<void> {
    return this.#keeping;
  }

  async #tell({ namespace, name, labels, annotations, type, data }: Secret, live: Stored<KubeSecret> | undefined): Promise<void> {
    const { client, kafka } = this.#options;
    if (namespace !== namespaceOf(kafka)) return;
    const { apiVersion, kind } = secretKind;
    const secret = { apiVersion, kind: kind as "Secret", metadata: { namespace, name, labels, annotations }, type, data };
    if (isUserSecret({ labels })) {
      if (live === undefined) await client.create(secretKind, secret);
    } else if (!isDeepStrictEqual(live?.data, data) || !isDeepStrictEqual(live?.metadata.annotations, annotations)) {
      await client.apply(secretKind, secret, { fieldManager, force: true });
    }
  }
}

async function keepIn(store: SecretStore, live: Stored<KubeSecret> | undefined, key: ObjectKey): Promise<void> {
  const { namespace = "", name } = nameOf(key);
  const kept = store.get(namespace, name);
  if (live === undefined || !isUserSecret(live.metadata)) {
    if (kept !== undefined && isUserSecret(kept)) await store.remove(namespace, name);
    return;
  }
  const { labels = {}, annotations = {} } = live.metadata;
  const secret: Secret = { namespace, name, labels, annotations, type: live.type ?? "Opaque", data: live.data ?? {} };
  if (!isDeepStrictEqual(secret, kept)) await store.put(secret);
}
