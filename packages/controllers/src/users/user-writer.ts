import { type Change, type KubeClient, keyOf, type ObjectKey, type ObjectName, type ReadOnlyCache, type Stored } from "@millrace/kube";
import type { KafkaUser, KafkaUserStatus, Secret } from "@millrace/resources";
import { secretKind, userKind } from "../kinds.ts";
import { OwnWrites } from "../own-writes.ts";
import { isSameSecret } from "../same-secret.ts";
import { StatusWriter } from "../status-writer.ts";

export const userManager = "millrace-user-operator";

/** Writes what has become of KafkaUsers, and their Secrets. */
export class UserWriter extends StatusWriter<KafkaUser, KafkaUserStatus> {
  readonly #client: KubeClient;
  readonly #secrets = new Map<ObjectKey, Secret>();
  readonly #own = new OwnWrites<Secret>();

  constructor(client: KubeClient) {
    super(client, userKind, userManager);
    this.#client = client;
  }

  /** Hears of a change of a Secret. Whether somebody else has changed, made or removed it. */
  hear({ type, object }: Change<Secret>): boolean {
    const key = keyOf(object.metadata);
    const written = this.#secrets.get(key);
    if (type !== "removed") return written === undefined || !isSameSecret(written, object);
    this.#own.forget(key);
    return this.#secrets.delete(key);
  }

  /** A Secret as it is now, as far as is known. */
  currentSecret(name: ObjectName, cache: ReadOnlyCache<Secret>): Stored<Secret> | undefined {
    const key = keyOf(name);
    return this.#own.current(key, cache.get(key));
  }

  /** Makes a Secret be as wanted, in place of the one that was seen. It is a conflict if that is not the one that is there now. */
  async keepSecret(wanted: Secret, live: Stored<Secret> | undefined, signal: AbortSignal): Promise<void> {
    if (live !== undefined && isSameSecret(wanted, live)) return;
    const key = keyOf(wanted.metadata);
    this.#secrets.set(key, wanted);
    this.#own.wrote(key, live, await this.#written(wanted, live, signal));
  }

  async removeSecret(live: Stored<Secret>, signal: AbortSignal): Promise<void> {
    const key = keyOf(live.metadata);
    this.#secrets.delete(key);
    await this.#client.delete(secretKind, live.metadata, { uid: live.metadata.uid, signal });
    this.#own.wrote(key, live, undefined);
  }

  #written(wanted: Secret, live: Stored<Secret> | undefined, signal: AbortSignal): Promise<Stored<Secret>> {
    if (live === undefined) return this.#client.create(secretKind, wanted, signal);
    return this.#client.update(secretKind, { ...live, ...wanted, metadata: { ...live.metadata, ...wanted.metadata } }, { signal });
  }
}
