import { generateKeyPair, type KeyObject, type X509Certificate } from "node:crypto";
import { promisify } from "node:util";

/** Of which kind keys are made. */
export type KeyAlgorithm = "ECDSA" | "RSA";

/** Strimzi's sizes. */
const rsaBits = { authority: 4096, issued: 2048 } as const;
const generate = promisify(generateKeyPair);

/** Makes a key, for an authority or for what it issues; in another thread, since RSA takes seconds. ECDSA is that of P-256. */
export function newKeys(
  algorithm: KeyAlgorithm,
  use: keyof typeof rsaBits,
): Promise<{ readonly publicKey: KeyObject; readonly privateKey: KeyObject }> {
  return algorithm === "RSA" ? generate("rsa", { modulusLength: rsaBits[use] }) : generate("ec", { namedCurve: "prime256v1" });
}

/** Of which kind a certificate's key is; undefined if it is of neither. */
export function algorithmOf({ publicKey }: X509Certificate): KeyAlgorithm | undefined {
  const { asymmetricKeyType: type } = publicKey;
  return type === "ec" ? "ECDSA" : type === "rsa" ? "RSA" : undefined;
}
