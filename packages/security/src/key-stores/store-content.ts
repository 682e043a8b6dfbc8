import type { KeyObject, X509Certificate } from "node:crypto";
import { MillraceError } from "@millrace/kit";

/** A private key as it stands in a store. */
export interface StoredKey {
  /** What the store calls it. */
  readonly alias: string;
  /** Its certificate, then those that lead from it to its authority; empty if there is none. */
  readonly chain: readonly X509Certificate[];
  /** The key itself. Throws StoreProblem, also for a wrong password. */
  readonly open: (password: string) => KeyObject;
}

/** What is in a key store or trust store. */
export interface StoreContent {
  readonly keys: readonly StoredKey[];
  /** Certificates that Java trusts if this is the store of those it trusts: also a key's own. */
  readonly trusted: readonly X509Certificate[];
}

/** Why a store can't be read. Says nothing of what stands in it. */
export class StoreProblem extends MillraceError {
  /** What has to be mended: the file, or the password that was given for it. */
  readonly about: "content" | "password";

  constructor(about: "content" | "password", why: string) {
    super("CONFIG_INVALID", why);
    this.name = "StoreProblem";
    this.about = about;
  }
}

export const corrupt = (why: string): StoreProblem => new StoreProblem("content", why);
export const wrongPassword = (): StoreProblem => new StoreProblem("password", "it is wrong, or the store has been changed");
