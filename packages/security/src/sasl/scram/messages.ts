// The messages of SCRAM (RFC 5802), as far as Kafka takes them: no channel binding, extensions at the end. Messages are cut at their
// commas and each part is looked at by itself, in one go: strangers write them.

const safe = /^[^,\P{ASCII}]+$/u;
const printable = /^[\x21-\x2b\x2d-\x7e]+$/;
const saslName = /^(?:[^=,\P{ASCII}]|=2C|=3D)+$/u;
const base64 = /^(?:[a-zA-Z0-9/+]{4})*(?:[a-zA-Z0-9/+]{3}=|[a-zA-Z0-9/+]{2}==)?$/;
const extension = /^[A-Za-z]+=/;
const digits = /^[0-9]+$/;

/** The largest message that is looked at: ten times what anybody's nonce and name need. */
const charactersMax = 65_536;

export interface ClientFirst {
  /** Empty if the client asks for none. */
  readonly authorizationId: string;
  readonly user: string;
  readonly nonce: string;
  readonly extensions: ReadonlyMap<string, string>;
  /** The part that proofs are about. */
  readonly bare: string;
}

export interface ServerFirst {
  readonly nonce: string;
  readonly salt: Buffer;
  readonly iterations: number;
}

export interface ClientFinal {
  readonly nonce: string;
  readonly proof: Buffer;
  readonly withoutProof: string;
}

/** `name=value` of which `name` is expected; undefined for anything else. */
function fieldOf(part: string | undefined, name: string, pattern: RegExp): string | undefined {
  if (!part?.startsWith(`${name}=`)) return undefined;
  const value = part.slice(name.length + 1);
  return pattern.test(value) ? value : undefined;
}

/** Undefined for what is too long, or holds what no message may hold. */
function partsOf(message: Buffer): string[] | undefined {
  return message.length > charactersMax || message.includes(0) ? undefined : message.toString().split(",");
}

function isExtension(part: string): boolean {
  const name = extension.exec(part)?.[0];
  return name !== undefined && safe.test(part.slice(name.length));
}

/** A name as the message writes it. */
function escapedName(name: string): string {
  return name.replaceAll("=", "=3D").replaceAll(",", "=2C");
}

function plainName(escaped: string): string {
  return escaped.replaceAll("=2C", ",").replaceAll("=3D", "=");
}

/** Undefined for what is no such message, or asks for channel binding. */
export function parseClientFirst(message: Buffer): ClientFirst | undefined {
  const parts = partsOf(message);
  if (parts?.[0] !== "n") return undefined;
  const authorizationId = parts[1] === "" ? "" : fieldOf(parts[1], "a", saslName);
  const at = fieldOf(parts[2], "m", safe) === undefined ? 2 : 3;
  const user = fieldOf(parts[at], "n", saslName);
  const nonce = fieldOf(parts[at + 1], "r", printable);
  const extensions = parts.slice(at + 2);
  if (authorizationId === undefined || user === undefined || nonce === undefined || !extensions.every(isExtension)) return undefined;
  return {
    authorizationId,
    user: plainName(user),
    nonce,
    extensions: new Map(extensions.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)])),
    // Without what is reserved, as Kafka takes it: whoever uses that can't prove anything.
    bare: [`n=${user}`, `r=${nonce}`, ...extensions].join(","),
  };
}

export function clientFirstBare(user: string, nonce: string, extensions: Readonly<Record<string, string>>): string {
  return [`n=${escapedName(user)}`, `r=${nonce}`, ...Object.entries(extensions).map(([name, value]) => `${name}=${value}`)].join(",");
}

export function serverFirstText({ nonce, salt, iterations }: ServerFirst): string {
  return `r=${nonce},s=${salt.toString("base64")},i=${iterations}`;
}

export function parseServerFirst(message: Buffer): ServerFirst | undefined {
  const parts = partsOf(message) ?? [];
  const at = fieldOf(parts[0], "m", safe) === undefined ? 0 : 1;
  const nonce = fieldOf(parts[at], "r", printable);
  const salt = fieldOf(parts[at + 1], "s", base64);
  const iterations = fieldOf(parts[at + 2], "i", digits);
  if (nonce === undefined || salt === undefined || iterations === undefined || !parts.slice(at + 3).every(isExtension)) return undefined;
  return { nonce, salt: Buffer.from(salt, "base64"), iterations: Number(iterations) };
}

export function parseClientFinal(message: Buffer): ClientFinal | undefined {
  const parts = partsOf(message);
  if (parts === undefined || parts.length < 3) return undefined;
  const channelBinding = fieldOf(parts[0], "c", base64);
  const nonce = fieldOf(parts[1], "r", printable);
  const proof = fieldOf(parts.at(-1), "p", base64);
  if (channelBinding === undefined || nonce === undefined || proof === undefined || !parts.slice(2, -1).every(isExtension))
    return undefined;
  return { nonce, proof: Buffer.from(proof, "base64"), withoutProof: `c=${channelBinding},r=${nonce}` };
}

/** The server's signature, or what it has to complain about. */
export function parseServerFinal(message: Buffer): { readonly signature: Buffer } | { readonly error: string } | undefined {
  const [first, ...extensions] = partsOf(message) ?? [];
  const error = fieldOf(first, "e", safe);
  if (error !== undefined && extensions.length === 0) return { error };
  const signature = fieldOf(first, "v", base64);
  if (signature === undefined || !extensions.every(isExtension)) return undefined;
  return { signature: Buffer.from(signature, "base64") };
}
