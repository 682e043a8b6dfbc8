import { MillraceError } from "@millrace/kit";
import { type Listener, secretEntries } from "@millrace/resources";
import { keyStoreProblem, pemBlocks } from "@millrace/security/certificates";
import { certificateOf, readPrivateKey, unusable } from "./authority.ts";
import type { KafkaSecrets } from "./kafka-secrets.ts";

type Source = NonNullable<NonNullable<Listener["configuration"]>["brokerCertChainAndKey"]>;

/** In PEM. */
export interface CertifiedKeys {
  readonly key: string;
  /** The certificate itself first. */
  readonly chain: string;
}

/** The key and certificates that a listener declares for itself. Throws CONFIG_INVALID, naming the Secret, where clients could not trust them. */
export async function givenKeys(secrets: Pick<KafkaSecrets, "get">, source: Source, nowMs: number): Promise<CertifiedKeys> {
  const { secretName, certificate, key: keyEntry } = source;
  const secret = await secrets.get(secretName);
  if (secret === undefined)
    throw new MillraceError("CONFIG_INVALID", `there is no Secret ${secretName} with the certificate of a listener`);
  const entries = secretEntries(secret);
  const text = entries.get(certificate)?.toString("latin1") ?? "";
  const own = certificateOf(entries.get(certificate), secretName, certificate);
  const above = pemBlocks(text, "CERTIFICATE").slice(1);
  const chain = [own, ...above.map((block) => certificateOf(Buffer.from(block), secretName, certificate))] as const;
  const key = readPrivateKey(entries.get(keyEntry), secretName, keyEntry);
  const problem = keyStoreProblem({ key, chain }, nowMs);
  if (problem !== undefined) throw unusable(secretName, problem);
  return { key: key.export({ type: "pkcs8", format: "pem" }).toString(), chain: chain.map(String).join("") };
}
