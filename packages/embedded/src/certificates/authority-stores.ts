import type { X509Certificate } from "node:crypto";
import { newPassword, type Source } from "@millrace/controllers/certificates";
import type { Random } from "@millrace/kit";
import { trustStore } from "@millrace/security/certificates";
import { readStore } from "@millrace/security/tls";
import type { Entries } from "./authority-secrets.ts";

const [storeEntry, passwordEntry] = ["ca.p12", "ca.password"];

/** `ca.p12` with its password as they stand in a Secret that somebody gave; nothing where they gave none. */
export function givenTrustStore({ entries }: Source): Entries {
  const [store, password] = [entries.get(storeEntry), entries.get(passwordEntry)];
  return store === undefined || password === undefined ? {} : { [storeEntry]: store, [passwordEntry]: password };
}

/**
 * The certificates of an authority as PKCS #12, which Java trusts as it is: what was kept if it holds just these, otherwise made anew, with
 * the password that it had.
 */
export function keptTrustStore(certificates: ReadonlyMap<string, X509Certificate>, kept: Source | undefined, random: Random): Entries {
  const [store, known] = [kept?.entries.get(storeEntry), kept?.entries.get(passwordEntry)?.toString()];
  if (store !== undefined && known !== undefined && holds(store, known, [...certificates.values()])) {
    return { [storeEntry]: store, [passwordEntry]: known };
  }
  const password = known || newPassword(random);
  return { [storeEntry]: trustStore(certificates, password, random), [passwordEntry]: password };
}

function holds(store: Buffer, password: string, certificates: readonly X509Certificate[]): boolean {
  const names = (all: readonly X509Certificate[]) => all.map(({ fingerprint256 }) => fingerprint256).join();
  try {
    return names(readStore(store, password).trusted) === names(certificates);
  } catch {
    return false; // whatever it is, it is made anew
  }
}
