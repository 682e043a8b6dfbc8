import type { RemoveUserScramCredentialRecord, UserScramCredentialRecord } from "@millrace/protocol";

/** What the metadata log keeps of users' passwords, by the number of the SCRAM mechanism and the user. Changed by `apply…` only. */
export class ScramCredentials {
  readonly #byMechanism = new Map<number, Map<string, UserScramCredentialRecord>>();

  of(mechanism: number, user: string): UserScramCredentialRecord | undefined {
    return this.#byMechanism.get(mechanism)?.get(user);
  }

  /** Everybody who has any, each once. */
  users(): Set<string> {
    return new Set([...this.#byMechanism.values()].flatMap((credentials) => [...credentials.keys()]));
  }

  *all(): Iterable<UserScramCredentialRecord> {
    for (const credentials of this.#byMechanism.values()) yield* credentials.values();
  }

  applyCredential(record: UserScramCredentialRecord): void {
    const credentials = this.#byMechanism.get(record.mechanism) ?? new Map();
    const { salt, storedKey, serverKey } = record;
    // What was read belongs to a whole part of the log.
    const own = { salt: Buffer.from(salt), storedKey: Buffer.from(storedKey), serverKey: Buffer.from(serverKey) };
    this.#byMechanism.set(record.mechanism, credentials.set(record.name, { ...record, ...own }));
  }

  applyRemoval({ mechanism, name }: RemoveUserScramCredentialRecord): void {
    this.#byMechanism.get(mechanism)?.delete(name);
  }
}
