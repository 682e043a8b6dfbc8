import { createCipheriv, createHmac } from "node:crypto";

/** Why a handshake ends, as TLS numbers it (RFC 8446, 6.2). */
export const alerts = {
  badCertificate: 42,
  certificateUnknown: 46,
  internalError: 80,
} as const;

const fatal = 2;
const alertType = 0x15;
const applicationDataType = 0x17;
/** All versions write this one on their records. */
const recordVersion = 0x0303;
const tagBytes = 16;

const ciphers: Readonly<
  Record<string, { readonly algorithm: "aes-256-gcm" | "aes-128-gcm" | "chacha20-poly1305"; keyBytes: number; hash: string }>
> = {
  TLS_AES_256_GCM_SHA384: { algorithm: "aes-256-gcm", keyBytes: 32, hash: "sha384" },
  TLS_AES_128_GCM_SHA256: { algorithm: "aes-128-gcm", keyBytes: 16, hash: "sha256" },
  TLS_CHACHA20_POLY1305_SHA256: { algorithm: "chacha20-poly1305", keyBytes: 32, hash: "sha256" },
};

/** How far a handshake has come: TLS 1.2 still speaks in the clear; TLS 1.3 has keys, and nothing has been sent with them yet. */
export type HandshakeState =
  | { readonly protocol: "TLSv1.2" }
  | { readonly protocol: "TLSv1.3"; readonly suite: string; readonly secret: Buffer };

/**
 * The record that tells a client why its certificate is refused. OpenSSL as Node has it takes any certificate, tells afterwards what is wrong
 * with it, and has no way to send an alert then; a client that is only cut off would try again for ever. Undefined for an unknown suite.
 */
export function fatalAlert(state: HandshakeState, description: number): Buffer | undefined {
  const alert = Buffer.from([fatal, description]);
  if (state.protocol === "TLSv1.2") return Buffer.concat([recordHeader(alertType, alert.length), alert]);
  const cipher = ciphers[state.suite];
  if (cipher === undefined) return undefined;
  const key = expandLabel(cipher.hash, state.secret, "key", cipher.keyBytes);
  // The first record's number is 0, which leaves the nonce as it is (RFC 8446, 5.3).
  const nonce = expandLabel(cipher.hash, state.secret, "iv", 12);
  const header = recordHeader(applicationDataType, alert.length + 1 + tagBytes);
  // One name for all three modes: their types differ, their calls don't.
  const sealing = createCipheriv(cipher.algorithm as "aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  sealing.setAAD(header);
  const sealed = Buffer.concat([sealing.update(Buffer.concat([alert, Buffer.from([alertType])])), sealing.final()]);
  return Buffer.concat([header, sealed, sealing.getAuthTag()]);
}

function recordHeader(type: number, length: number): Buffer {
  const header = Buffer.from([type, 0, 0, 0, 0]);
  header.writeUInt16BE(recordVersion, 1);
  header.writeUInt16BE(length, 3);
  return header;
}

/** HKDF-Expand-Label (RFC 8446, 7.1) without a context, for no more bytes than the hash has. */
function expandLabel(hash: string, secret: Buffer, label: string, length: number): Buffer {
  const full = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Buffer.from([length >> 8, length & 0xff, full.length]), full, Buffer.alloc(1)]);
  return createHmac(hash, secret)
    .update(info)
    .update(Buffer.from([1]))
    .digest()
    .subarray(0, length);
}
