import type { X509Certificate } from "node:crypto";
import { subjectText } from "./distinguished-name.ts";
import type { TlsServerSettings } from "./server-settings.ts";

/** What a running listener's key store may become. */
export interface AllowedChanges {
  /** `ssl.allow.dn.changes` */
  readonly distinguishedName: boolean;
  /** `ssl.allow.san.changes` */
  readonly alternativeNames: boolean;
}

/** Why a running listener can't go from some stores to others, in Kafka's words; undefined if it can. */
export function storeChangeProblem(before: TlsServerSettings, after: TlsServerSettings, allowed: AllowedChanges): string | undefined {
  const [old, young] = [before.keyStore.chain[0], after.keyStore.chain[0]];
  const [oldName, youngName] = [subjectText(old), subjectText(young)];
  if (!allowed.distinguishedName && oldName.toLowerCase() !== youngName.toLowerCase()) {
    return `Keystore DistinguishedName does not match:  existing={alias=kafka, DN=${oldName}}, new={alias=kafka, DN=${youngName}}`;
  }
  const [oldNames, youngNames] = [alternativeNames(old), alternativeNames(young)];
  if (!allowed.alternativeNames && !oldNames.every((name) => youngNames.includes(name))) {
    const shown = (names: readonly string[]) => `{alias=kafka, SAN=[${names.join(", ")}]}`;
    return `Keystore SubjectAltNames do not match:  existing=${shown(oldNames)}, new=${shown(youngNames)}`;
  }
  if (before.trusted === undefined && after.trusted !== undefined) {
    return "Cannot add SSL truststore to an existing listener for which no truststore was configured.";
  }
  return undefined;
}

function alternativeNames({ subjectAltName }: X509Certificate): string[] {
  return subjectAltName?.split(", ") ?? [];
}
