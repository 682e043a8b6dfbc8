import { MillraceError } from "@millrace/kit";
import { type Api, ApiVersionsResponse, apis, errors, type Reader } from "@millrace/protocol";
import type { Connection } from "./connection.ts";

export interface VersionRange {
  readonly first: number;
  readonly last: number;
}

/** What a broker serves: ranges of versions by API key. */
export type ServedVersions = ReadonlyMap<number, VersionRange>;

/** As brokers' logs and metrics name this client (KIP-511). */
export const software = { name: "millrace", version: "0.1.0" } as const;

/**
 * Asks a broker which versions it serves, with the newest form of the question. A broker that does not know that form says so
 * in the oldest form of the reply, naming the versions of the question that it does know (KIP-511), so the second try works.
 */
export async function negotiateVersions(connection: Connection, timeoutMs: number): Promise<ServedVersions> {
  const api = apis.apiVersions;
  const ask = (version: number): Promise<ApiVersionsResponse> => {
    const draft = { clientSoftwareName: software.name, clientSoftwareVersion: software.version };
    return connection.exchange(api, version, draft, timeoutMs, (reply) => decodeEither(reply, version));
  };
  const newest = api.maxVersion;
  let reply = await ask(newest);
  if (reply.errorCode === errors.UNSUPPORTED_VERSION.code) {
    const known = reply.apiKeys.find((row) => row.apiKey === api.key);
    reply = await ask(Math.min(known?.maxVersion ?? 0, newest - 1));
  }
  if (reply.errorCode !== 0) {
    throw new MillraceError("UNSUPPORTED_VERSION", `the broker answers ApiVersions with error ${reply.errorCode}`, {
      hint: "Kafka 2.1 and later are supported",
    });
  }
  return new Map(reply.apiKeys.map((row) => [row.apiKey, { first: row.minVersion, last: row.maxVersion }]));
}

/** The newest version that both ends know, within what will do. Throws UNSUPPORTED_VERSION when there is none. */
export function commonVersion(
  api: Pick<Api, "key" | "name" | "minVersion" | "maxVersion">,
  served: ServedVersions,
  { minVersion = 0, maxVersion = Number.POSITIVE_INFINITY }: { readonly minVersion?: number; readonly maxVersion?: number } = {},
): number {
  const range = served.get(api.key);
  const first = Math.max(api.minVersion, minVersion);
  const last = Math.min(api.maxVersion, maxVersion);
  const newest = Math.min(last, range?.last ?? -1);
  if (range !== undefined && newest >= Math.max(first, range.first)) return newest;
  const brokers = range === undefined ? "does not have it" : `serves versions ${range.first} to ${range.last}`;
  throw new MillraceError("UNSUPPORTED_VERSION", `${api.name} can't be used: the broker ${brokers}, one of ${first} to ${last} is needed`, {
    hint: "Kafka 2.1 and later are supported; some features need newer brokers",
  });
}

/** A reply of `version`, or of version 0 if it says that `version` is not known. */
function decodeEither(reply: Reader, version: number): ApiVersionsResponse {
  const at = reply.position;
  const refused = reply.int16() === errors.UNSUPPORTED_VERSION.code;
  reply.position = at;
  return ApiVersionsResponse.decode(reply, refused ? 0 : version);
}
