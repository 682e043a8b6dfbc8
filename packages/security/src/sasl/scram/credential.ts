import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import type { Random } from "@millrace/kit";
import type { ScramMechanism } from "../mechanisms.ts";

/** What a server keeps of a user's password (RFC 5802): enough to check it, not to know it. */
export interface ScramCredential {
  readonly salt: Buffer;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
  readonly iterations: number;
}

type Hash = ScramMechanism["hash"];

export function hmac(hash: Hash, key: Buffer, message: string): Buffer {
  return createHmac(hash, key).update(message).digest();
}

/** `SaltedPassword` of RFC 5802. As in Kafka the password is not normalized. */
export function saltedPassword({ hash }: ScramMechanism, password: string, salt: Buffer, iterations: number): Buffer {
  return pbkdf2Sync(password, salt, iterations, hash === "sha256" ? 32 : 64, hash);
}

export function clientKey({ hash }: ScramMechanism, salted: Buffer): Buffer {
  return hmac(hash, salted, "Client Key");
}

export function storedKey({ hash }: ScramMechanism, clientKey: Buffer): Buffer {
  return createHash(hash).update(clientKey).digest();
}

export function serverKey({ hash }: ScramMechanism, salted: Buffer): Buffer {
  return hmac(hash, salted, "Server Key");
}

/** The credential of a password that has been salted by somebody else. */
export function credentialOfSalted(mechanism: ScramMechanism, salted: Buffer, salt: Buffer, iterations: number): ScramCredential {
  return {
    salt,
    storedKey: storedKey(mechanism, clientKey(mechanism, salted)),
    serverKey: serverKey(mechanism, salted),
    iterations,
  };
}

const letters = "0123456789abcdefghijklmnopqrstuvwxyz";

/** Random letters and digits, as many as hold 130 bits: what Kafka's nonces and salts are made of. */
export function scramNonce(random: Pick<Random, "bytes">): string {
  const value = BigInt(`0x${random.bytes(17).toString("hex")}`) >> 6n;
  let text = "";
  for (let rest = value; text.length < 26; rest /= 36n) text += letters[Number(rest % 36n)];
  return text;
}

/** A new credential for a password, with a salt of its own. */
export function newCredential(
  mechanism: ScramMechanism,
  password: string,
  iterations: number,
  random: Pick<Random, "bytes">,
): ScramCredential {
  const salt = Buffer.from(scramNonce(random));
  return credentialOfSalted(mechanism, saltedPassword(mechanism, password, salt, iterations), salt, iterations);
}
