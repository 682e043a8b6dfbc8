import { createHash, type X509Certificate } from "node:crypto";
import type { Random } from "@millrace/kit";
import { readStore, trustStore, trustStoreHolds } from "@millrace/security/certificates";
import { newPassword } from "../users/user-secret.ts";
import type { SecretContent } from "./kafka-secrets.ts";

const [storeEntry, passwordEntry] = ["ca.p12", "ca.password"];

/** The certificates of authorities as PKCS #12, which Java trusts as it is. */
export class TrustStores {
  readonly #random: Random;
  /** What holds what it should, by name: opening a store takes as long as guessing a password should. */
  readonly #sound = new Map<string, string>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** A store with its password: what a Secret has if it holds just these certificates, otherwise made anew, with the password that it had. */
  kept(secretName: string, certificates: ReadonlyMap<string, X509Certificate>, kept: ReadonlyMap<string, Buffer>): SecretContent {
    const [store, known] = [kept.get(storeEntry), kept.get(passwordEntry)?.toString()];
    if (store !== undefined && known !== undefined && this.#isSound(secretName, store, known, [...certificates.values()])) {
      return { [storeEntry]: store, [passwordEntry]: known };
    }
    const password = known || newPassword(this.#random);
    const made = trustStore(certificates, password, this.#random);
    this.#sound.set(secretName, digestOf(made, password, [...certificates.values()]));
    return { [storeEntry]: made, [passwordEntry]: password };
  }

  #isSound(secretName: string, store: Buffer, password: string, certificates: readonly X509Certificate[]): boolean {
    const digest = digestOf(store, password, certificates);
    const known = this.#sound.get(secretName);
    if (known === digest) return true;
    // What was written here before the process started is known by its looks.
    const isAsWritten = known === undefined && trustStoreHolds(store, certificates);
    if (!isAsWritten && !opens(store, password, certificates)) return false;
    this.#sound.set(secretName, digest);
    return true;
  }
}

const namesOf = (certificates: readonly X509Certificate[]): string => certificates.map(({ fingerprint256 }) => fingerprint256).join();

function digestOf(store: Buffer, password: string, certificates: readonly X509Certificate[]): string {
  return createHash("sha256")
    .update(store)
    .update(`\n${password}\n${namesOf(certificates)}`)
    .digest("hex");
}

function opens(store: Buffer, password: string, certificates: readonly X509Certificate[]): boolean {
  try {
    return namesOf(readStore(store, password).trusted) === namesOf(certificates);
  } catch {
    return false; // whatever it is, it is made anew
  }
}
