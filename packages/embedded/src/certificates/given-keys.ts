import { certificateOf, type KafkaSecrets, readPrivateKey, unusable } from "@millrace/controllers/certificates";
import { MillraceError } from "@millrace/kit";
import { type Listener, secretEntries } from "@millrace/resources";
import { keyStoreProblem, pemBlocks } from "@millrace/security/tls";

type Source = NonNullable<NonNullable<Listener["configuration"]>["brokerCertChainAndKey"]>;

/** In PEM. */
export interface GivenKeys {
  /** The private key and the certificates, as the broker reads them. */
  readonly keys: string;
  /** The certificates, as they stand in the Secret. */
  readonly chain: string;
}

/** The key and certificates that a listener declares for itself. Throws CONFIG_INVALID, naming the Secret, where clients could not trust them. */
export async function givenKeys(secrets: Pick<KafkaSecrets, "get">, source: Source, nowMs: number): Promise<GivenKeys> {
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
  return { keys: [key.export({ type: "pkcs8", format: "pem" }), ...chain].map(String).join(""), chain: text };
}
