// What an OAUTHBEARER client says first (RFC 7628), as far as Kafka takes it.

const separator = "\u0001";
const gs2Header = /^n,(?:a=(.+))?,$/s;
const saslName = /^(?:[^\0=,\P{ASCII}]|=2C|=3D)+$/u;
const pair = /^([A-Za-z]+)=([\x21-\x7e \t\r\n]+)$/;
const authorization = /^(\w+) +([-_~+/.a-zA-Z0-9]+=*)$/;
const authKey = "auth";

export interface InitialResponse {
  /** Empty if the client asks for none. */
  readonly authorizationId: string;
  /** In small letters; Kafka takes `bearer` only. */
  readonly scheme: string;
  readonly token: string;
}

/** Undefined for what is no such message. */
export function parseInitialResponse(message: Buffer): InitialResponse | undefined {
  const parts = message.toString().split(separator);
  const header = gs2Header.exec(parts.shift() ?? "");
  // Each pair ends with a separator, and so does all of them together.
  if (header === null || parts.length < 2 || parts.pop() !== "" || parts.pop() !== "") return undefined;
  const authorizationId = header[1] ?? "";
  if (authorizationId !== "" && !saslName.test(authorizationId)) return undefined;
  const pairs = parts.map((part) => pair.exec(part));
  if (pairs.some((found) => found === null)) return undefined;
  const auth = pairs.findLast((found) => found?.[1] === authKey)?.[2];
  const [, scheme, token] = authorization.exec(auth ?? "") ?? [];
  return scheme === undefined || token === undefined ? undefined : { authorizationId, scheme: scheme.toLowerCase(), token };
}

export function initialResponseText(token: string, extensions: Readonly<Record<string, string>> = {}): string {
  const pairs = [`${authKey}=Bearer ${token}`, ...Object.entries(extensions).map(([name, value]) => `${name}=${value}`)];
  return `n,,${separator}${pairs.join(separator)}${separator}${separator}`;
}
