import { parsePrincipal, SharedLimits } from "@millrace/security";
import type { Volume } from "../broker-parts.ts";
import { parseDouble, trimmed } from "../config/java-text.ts";
import type { Overrides } from "../config/parse.ts";

/** Strimzi's plugin for quotas: what it does is built in. */
const className = "io.strimzi.kafka.quotas.StaticQuotaCallback";
const prefix = "client.quota.callback.static.";
const storage = `${prefix}storage.per.volume.limit.min.available.`;
const checkSecondsDefault = 60;
/** Nothing at all can't be a limit: it is divided by. */
const nextToNothing = 1;

/** Limits that all clients share, and a guard against a full disk. */
export interface StaticQuotas {
  readonly checkIntervalMs: number;
  /** How much may be produced and fetched while the volume has so much room. */
  limits(volume: Volume): { readonly produce: SharedLimits; readonly fetch: SharedLimits };
}

/** The quotas of Strimzi's plugin, where a broker's properties name it. They go before those of users and clients, as with the plugin. */
export function staticQuotas(properties: Overrides): StaticQuotas | undefined {
  if (trimmed(properties["client.quota.callback.class"] ?? "") !== className) return undefined;
  const number = (name: string) => parseDouble(trimmed(properties[name] ?? ""));
  const [produce, fetch] = [number(`${prefix}produce`), number(`${prefix}fetch`)];
  const [bytesMin, ratioMin] = [number(`${storage}bytes`) ?? 0, number(`${storage}ratio`) ?? 0];
  const excluded = excludedUsers(properties[`${prefix}excluded.principal.name.list`] ?? "");
  const isFull = ({ usableBytes, totalBytes }: Volume) =>
    usableBytes >= 0 && (usableBytes < bytesMin || usableBytes < ratioMin * totalBytes);
  return {
    checkIntervalMs: (number(`${prefix}storage.check-interval`) ?? checkSecondsDefault) * 1000,
    limits: (volume) => ({
      produce: new SharedLimits(isFull(volume) ? nextToNothing : produce, excluded),
      fetch: new SharedLimits(fetch, excluded),
    }),
  };
}

/** Names hold commas: principals stand between semicolons. */
function excludedUsers(text: string): ReadonlySet<string> {
  const principals = text.split(";").map(trimmed);
  return new Set(principals.filter((each) => each !== "").map((each) => parsePrincipal(each).name));
}
