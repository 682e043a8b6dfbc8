// AlterClientQuotas, versions 0 and 1: sets and removes quotas of users, client ids and addresses; each entity by itself (KIP-546, KIP-612).
import { isIP } from "node:net";
import {
  type AlterClientQuotasRequest,
  type AlterClientQuotasResponse,
  apis,
  ClientQuotaRecord,
  type Draft,
  errors,
} from "@millrace/protocol";
import { aclOperations, entityTypes, planAlterations, type QuotaAlteration, type QuotaChange, type QuotaEntity } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import { inHashOrder } from "../config/java-text.ts";
import { unknownErrorText } from "../error-texts.ts";
import { failureOf } from "../metadata/failure-of.ts";
import { metadataRecord } from "../metadata/metadata-records.ts";
import { entityOf, entityParts } from "../metadata/quota-entities.ts";
import { firstAddress } from "../network/address-overrides.ts";
import { handler, type RequestContext } from "./handler.ts";

/** Records that Kafka's controller writes for one request. */
const recordsMax = 10_000;

export const alterClientQuotas = handler({
  api: apis.alterClientQuotas,
  versions: [0, 1],
  needs: onCluster(aclOperations.ALTER_CONFIGS),
  async handle({ entries, validateOnly }: AlterClientQuotasRequest, { broker }: RequestContext): Promise<Draft<AlterClientQuotasResponse>> {
    const alterations = entries.map(alterationOf);
    const known = await knownHosts(alterations);
    const { outcomes, changes } = planAlterations(broker.metadata.image.clientQuotas, alterations, (host) => known.has(host));
    if (changes.length > recordsMax) return { entries: outcomes.map(({ entity }) => tooMany(entity)) };
    const failure = validateOnly ? undefined : await write(changes, broker);
    const storageError = errors.KAFKA_STORAGE_ERROR;
    return {
      entries: outcomes.map(({ entity, error, message }) => {
        const isFailed = failure !== undefined && error === errors.NONE;
        const { code } = isFailed ? storageError : error;
        return { errorCode: code, errorMessage: isFailed ? failure : message, entity: entityParts(entity) };
      }),
    };
  },
});

/** Kafka's controller stumbles. */
function tooMany(entity: QuotaEntity) {
  return { errorCode: errors.UNKNOWN_SERVER_ERROR.code, errorMessage: unknownErrorText, entity: entityParts(entity) };
}

/** Of the same quota named twice both stay: that is refused. */
function alterationOf({ entity, ops }: AlterClientQuotasRequest["entries"][number]): QuotaAlteration {
  const byKey = Map.groupBy(ops, ({ key }) => key);
  const ordered = inHashOrder([...byKey.keys()], 1).flatMap((key) => byKey.get(key) ?? []);
  return { entity: entityOf(entity), ops: ordered.map(({ key, value, remove }) => ({ key, value: remove ? undefined : value })) };
}

/** Addresses, and names that have one. */
async function knownHosts(alterations: readonly QuotaAlteration[]): Promise<ReadonlySet<string>> {
  const hosts = new Set(alterations.flatMap(({ entity }) => entity.get(entityTypes.ip) || []));
  const known = new Set<string>();
  // One after the other, so that one request does not keep all of the system's resolvers busy.
  for (const host of hosts) if (isIP(host) !== 0 || (await firstAddress(host).catch(() => undefined)) !== undefined) known.add(host);
  return known;
}

/** The reason if the changes could not be written. */
function write(changes: readonly QuotaChange[], { metadata, quotas }: RequestContext["broker"]): Promise<string | undefined> {
  const committed = metadata.commit(
    changes.map(({ entity, key, value }) =>
      metadataRecord(ClientQuotaRecord, { entity: entityParts(entity), key, value: value ?? 0, remove: value === undefined }),
    ),
  );
  quotas.refresh();
  return failureOf(committed);
}
