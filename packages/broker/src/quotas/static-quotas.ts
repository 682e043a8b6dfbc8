import { MillraceError } from "@millrace/kit";
import { SharedLimits } from "@millrace/security";
import type { Volume } from "../broker-parts.ts";
import { parseDouble, trimmed } from "../config/java-text.ts";
import type { Overrides } from "../config/parse.ts";

/** Strimzi's plugin for quotas: what it does is built in. */
const className = "io.strimzi.kafka.quotas.StaticQuotaCallback";
const prefix = "client.quota.callback.static.";
const storage = `${prefix}storage.per.volume.limit.min.available.`;

/** The plugin's properties that have an effect here. Those about other brokers' volumes and failing looks at them have none. */
export const staticQuotaProperties = {
  produce: `${prefix}produce`,
  fetch: `${prefix}fetch`,
  request: `${prefix}request`,
  excluded: `${prefix}excluded.principal.name.list`,
  checkInterval: `${prefix}storage.check-interval`,
  bytesMin: `${storage}bytes`,
  ratioMin: `${storage}ratio`,
} as const;

const checkSecondsDefault = 60;
/** Nothing at all can't be a limit: it is divided by. */
const limitMin = 1;
/** What begins the name of a principal; there may be anything in front. */
const userMark = "User:";

/** Limits that all clients share, and a guard against a full disk. */
export interface StaticQuotas {
  /** Undefined: the volume's room does not matter. */
  readonly checkIntervalMs: number | undefined;
  /** How much may be produced and fetched, and what share of the time requests may take, while the volume has so much room. */
  limits(volume: Volume): Readonly<Record<"produce" | "fetch" | "request", SharedLimits>>;
}

/**
 * The quotas of Strimzi's plugin, where a broker's properties name it. Those of users and clients have no effect then, as with the plugin.
 * Throws CONFIG_INVALID for what it would not start with.
 */
export function staticQuotas(properties: Overrides): StaticQuotas | undefined {
  if (trimmed(properties["client.quota.callback.class"] ?? "") !== className) return undefined;
  const { produce, fetch, request, excluded, checkInterval } = staticQuotaProperties;
  const limit = (name: string): number | undefined => {
    const value = numberIn(properties, name);
    return value === undefined ? undefined : Math.max(value, limitMin);
  };
  const [produceLimit, fetchLimit, requestLimit] = [limit(produce), limit(fetch), limit(request)];
  const users = excludedUsers(properties[excluded]);
  const checkSeconds = numberIn(properties, checkInterval) ?? checkSecondsDefault;
  const isFull = checkSeconds > 0 ? fullness(properties) : undefined;
  return {
    checkIntervalMs: isFull && checkSeconds * 1000,
    limits: (volume) => ({
      produce: new SharedLimits(isFull?.(volume) ? limitMin : produceLimit, users),
      fetch: new SharedLimits(fetchLimit, users),
      request: new SharedLimits(requestLimit, users),
    }),
  };
}

function invalid(problem: string): MillraceError {
  return new MillraceError("CONFIG_INVALID", problem);
}

function numberIn(properties: Overrides, name: string): number | undefined {
  const text = properties[name];
  if (text === undefined) return undefined;
  const value = parseDouble(trimmed(text));
  if (value === undefined) throw invalid(`${name} is no number: ${text}`);
  return value;
}

/** Whether a volume has too little room; undefined where any is enough. */
function fullness(properties: Overrides): ((volume: Volume) => boolean) | undefined {
  const { bytesMin, ratioMin } = staticQuotaProperties;
  const [bytes, ratio] = [numberIn(properties, bytesMin), numberIn(properties, ratioMin)];
  if (bytes !== undefined && ratio !== undefined) throw invalid(`${bytesMin} and ${ratioMin} exclude each other`);
  if (bytes !== undefined && bytes < 0) throw invalid(`${bytesMin} must be at least 0`);
  if (ratio !== undefined && !(ratio >= 0 && ratio <= 1)) throw invalid(`${ratioMin} must be from 0 to 1`);
  if (bytes === undefined && ratio === undefined) return undefined;
  // Of what can't be known nothing is said.
  return ({ usableBytes, totalBytes }) => usableBytes >= 0 && usableBytes <= (bytes ?? (ratio ?? 0) * totalBytes);
}

/** Names hold commas: principals stand between semicolons. */
function excludedUsers(text = ""): ReadonlySet<string> {
  const principals = text.split(";").filter((each) => trimmed(each) !== "");
  return new Set(
    principals.map((principal) => {
      const [, name, ...more] = principal.split(userMark);
      if (name === undefined || more.length > 0) {
        throw invalid(`Invalid excluded principal configuration for "${principal}" - missing ${userMark} prefix`);
      }
      return trimmed(name);
    }),
  );
}
