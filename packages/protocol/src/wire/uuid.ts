import { ProtocolError } from "./protocol-error.ts";

/** The uuid of 16 zero bytes, which Kafka uses for “none”. */
export const ZERO_UUID = "AAAAAAAAAAAAAAAAAAAAAA";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const INVALID = 255;
const SEXTETS = new Uint8Array(128).fill(INVALID);
for (let i = 0; i < ALPHABET.length; i++) SEXTETS[ALPHABET.charCodeAt(i)] = i;

/** Writes the 16 bytes of a uuid given as 22 characters of base64url to `bytes` at `offset`. */
export function writeUuid(uuid: string, bytes: Uint8Array, offset: number): void {
  if (uuid.length !== 22) throw notUuid(uuid);
  let at = offset;
  let bits = 0;
  let pending = 0;
  for (let i = 0; i < 22; i++) {
    const sextet = SEXTETS[uuid.charCodeAt(i)] ?? INVALID;
    if (sextet === INVALID) throw notUuid(uuid);
    bits = ((bits << 6) | sextet) & 0x3fff;
    pending += 6;
    if (pending >= 8) {
      pending -= 8;
      bytes[at++] = bits >>> pending;
    }
  }
}

function notUuid(text: string): ProtocolError {
  return new ProtocolError(`"${text}" is not a uuid of 22 base64url characters`);
}
