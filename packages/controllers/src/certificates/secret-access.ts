import { type Change, type KubeClient, keyOf, type ObjectName, type ReadOnlyCache, type Stored } from "@millrace/kube";
import type { Secret } from "@millrace/resources";
import { secretKind } from "../kinds.ts";
import { OwnWrites } from "../own-writes.ts";

/** How Secrets are read and written. All throw what `KubeClient` throws. */
export interface SecretAccess {
  get(name: ObjectName): Promise<Stored<Secret> | undefined>;
  create(secret: Secret): Promise<void>;
  /** In place of the one whose `resourceVersion` it has. */
  update(secret: Stored<Secret>): Promise<void>;
}

/** Asks the API server each time. */
export class AskedSecrets implements SecretAccess {
  readonly #client: KubeClient;

  constructor(client: KubeClient) {
    this.#client = client;
  }

  get(name: ObjectName): Promise<Stored<Secret> | undefined> {
    return this.#client.get(secretKind, name);
  }

  async create(secret: Secret): Promise<void> {
    await this.#client.create(secretKind, secret);
  }

  async update(secret: Stored<Secret>): Promise<void> {
    await this.#client.update(secretKind, secret);
  }
}

/** What an informer of Secrets tells. */
export interface SecretNews {
  readonly cache: Pick<ReadOnlyCache<Secret>, "get">;
  onChange(heed: (change: Change<Secret>) => void): void;
}

/**
 * Reads what a watch has told, so that a look costs no request, and what was written here meanwhile. Who has seen another Secret than there is by
 * now can't write in its place.
 */
export class WatchedSecrets implements SecretAccess {
  readonly #client: KubeClient;
  readonly #news: SecretNews;
  readonly #own = new OwnWrites<Secret>();

  constructor(client: KubeClient, news: SecretNews) {
    this.#client = client;
    this.#news = news;
    news.onChange(({ type, object }) => {
      if (type === "removed") this.#own.forget(keyOf(object.metadata));
    });
  }

  async get(name: ObjectName): Promise<Stored<Secret> | undefined> {
    const key = keyOf(name);
    return this.#own.current(key, this.#news.cache.get(key));
  }

  async create(secret: Secret): Promise<void> {
    this.#wrote(await this.#client.create(secretKind, secret));
  }

  async update(secret: Stored<Secret>): Promise<void> {
    this.#wrote(await this.#client.update(secretKind, secret));
  }

  #wrote(secret: Stored<Secret>): void {
    const key = keyOf(secret.metadata);
    this.#own.wrote(key, this.#news.cache.get(key), secret);
  }
}
