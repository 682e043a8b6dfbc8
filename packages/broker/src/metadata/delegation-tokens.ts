import type { DelegationTokenRecord } from "@millrace/protocol";

/** Delegation tokens (KIP-48) that the metadata log keeps, by id; their secrets are worked out. Changed by `apply…` only. */
export class StoredTokens {
  readonly #byId = new Map<string, DelegationTokenRecord>();

  get(id: string): DelegationTokenRecord | undefined {
    return this.#byId.get(id);
  }

  all(): Iterable<DelegationTokenRecord> {
    return this.#byId.values();
  }

  applyToken(record: DelegationTokenRecord): void {
    this.#byId.set(record.tokenId, record);
  }

  applyRemoval(id: string): void {
    this.#byId.delete(id);
  }
}
