import { createHash, type X509Certificate } from "node:crypto";
import type { Random } from "@millrace/kit";
import { trustStore } from "@millrace/security/certificates";
import { readStore } from "@millrace/security/tls";
import { newPassword } from "../users/user-secret.ts";
import type { SecretContent } from "./kafka-secrets.ts";

const [storeEntry, passwordEntry] = ["ca.p12", "ca.password"];

/** The certificates of authorities as PKCS #12, which Java trusts as it is. */
export class TrustStores {
  readonly #random: Random;
  /** What was found to hold what it should, by name: opening a store takes as long as guessing a password should. */
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
    return { [storeEntry]: trustStore(certificates, password, this.#random), [passwordEntry]: password };
  }

  #isSound(secretName: string, store: Buffer, password: string, certificates: readonly X509Certificate[]): boolean {
    const names = certificates.map(({ fingerprint256 }) => fingerprint256).join();
    const digest = createHash("sha256").update(store).update(`\n${password}\n${names}`).digest("hex");
    if (this.#sound.get(secretName) === digest) return true;
    if (!holds(store, password, names)) return false;
    this.#sound.set(secretName, digest);
    return true;
  }
}

function holds(store: Buffer, password: string, names: string): boolean {
  try {
    return (
      readStore(store, password)
        .trusted.map(({ fingerprint256 }) => fingerprint256)
        .join() === names
    );
  } catch {
    return false; // whatever it is, it is made anew
  }
}
