import type { X509Certificate } from "node:crypto";
import { subjectText } from "./distinguished-name.ts";
import type { TlsServerSettings } from "./server-settings.ts";
import { pairsOf } from "./stores.ts";

/** What a running listener's key store may become. */
export interface AllowedChanges {
  /** `ssl.allow.dn.changes` */
  readonly distinguishedName: boolean;
  /** `ssl.allow.san.changes` */
  readonly alternativeNames: boolean;
}

/** Why a running listener can't go from some stores to others, in Kafka's words; undefined if it can. */
export function storeChangeProblem(before: TlsServerSettings, after: TlsServerSettings, allowed: AllowedChanges): string | undefined {
  const [old, young] = [pairsOf(before.keyStore), pairsOf(after.keyStore)];
  const isFree = allowed.distinguishedName && allowed.alternativeNames;
  if (!isFree && old.length !== young.length) {
    return `Keystore entries do not match, existing store contains ${old.length} entries, new store contains ${young.length} entries`;
  }
  for (const [at, { chain }] of old.entries()) {
    const next = young[at]?.chain[0];
    const problem = next === undefined ? undefined : certificateProblem(chain[0], next, allowed);
    if (problem !== undefined) return problem;
  }
  if (before.trusted === undefined && after.trusted !== undefined) {
    return "Cannot add SSL truststore to an existing listener for which no truststore was configured.";
  }
  return undefined;
}

function certificateProblem(old: X509Certificate, young: X509Certificate, allowed: AllowedChanges): string | undefined {
  const [oldName, youngName] = [subjectText(old), subjectText(young)];
  if (!allowed.distinguishedName && oldName.toLowerCase() !== youngName.toLowerCase()) {
    return `Keystore DistinguishedName does not match:  existing={alias=kafka, DN=${oldName}}, new={alias=kafka, DN=${youngName}}`;
  }
  const [oldNames, youngNames] = [alternativeNames(old), alternativeNames(young)];
  if (!allowed.alternativeNames && !oldNames.every((name) => youngNames.includes(name))) {
    const shown = (names: readonly string[]) => `{alias=kafka, SAN=[${names.join(", ")}]}`;
    return `Keystore SubjectAltNames do not match:  existing=${shown(oldNames)}, new=${shown(youngNames)}`;
  }
  return undefined;
}

function alternativeNames({ subjectAltName }: X509Certificate): string[] {
  return subjectAltName?.split(", ") ?? [];
}
