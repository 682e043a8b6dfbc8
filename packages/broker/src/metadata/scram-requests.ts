import {
  type AlterUserScramCredentialsRequest,
  errors,
  type KafkaError,
  RemoveUserScramCredentialRecord,
  UserScramCredentialRecord,
} from "@millrace/protocol";
import { credentialOfSalted, scramIterationsMax, scramMechanismOf } from "@millrace/security";
import { metadataVersion } from "./features.ts";
import type { MetadataImage } from "./image.ts";
import { type MetadataRecord, metadataRecord } from "./metadata-records.ts";
import type { Refusal } from "./topic-requests.ts";

type Deletion = AlterUserScramCredentialsRequest["deletions"][number];
type Upsertion = AlterUserScramCredentialsRequest["upsertions"][number];

export interface ScramPlan {
  /** Users whose credentials are changed: those that lose one, then those that get one. */
  readonly deleted: readonly string[];
  readonly upserted: readonly string[];
  readonly refused: ReadonlyMap<string, Refusal>;
  readonly records: readonly MetadataRecord[];
}

const refuse = (error: KafkaError, message: string): Refusal => ({ error, message });
/** `metadata.version` of Kafka 3.5. */
const firstVersionWithScram = 11;
const old = refuse(errors.UNSUPPORTED_VERSION, "The current metadata.version does not support SCRAM");
const twice = refuse(errors.DUPLICATE_RESOURCE, "A user credential cannot be altered twice in the same request");

/** Decides about changes of credentials as Kafka's controller does: one for each user, others are refused, and that one with them. */
export function planScramChanges(image: MetadataImage, { deletions, upsertions }: AlterUserScramCredentialsRequest): ScramPlan {
  const toDelete = new Map<string, Deletion>();
  const toUpsert = new Map<string, Upsertion>();
  const refused = new Map<string, Refusal>();
  const tooOld = image.featureLevel(metadataVersion) < firstVersionWithScram ? old : undefined;
  for (const deletion of deletions) {
    const { name } = deletion;
    if (refused.has(name)) continue;
    const refusal = toDelete.delete(name) ? twice : (tooOld ?? deletionRefusal(image, deletion));
    if (refusal === undefined) toDelete.set(name, deletion);
    else refused.set(name, refusal);
  }
  for (const upsertion of upsertions) {
    const { name } = upsertion;
    if (refused.has(name)) continue;
    const refusal = toDelete.delete(name) || toUpsert.delete(name) ? twice : (tooOld ?? upsertionRefusal(upsertion));
    if (refusal === undefined) toUpsert.set(name, upsertion);
    else refused.set(name, refusal);
  }
  const records = [...[...toDelete.values()].map(removalRecord), ...[...toUpsert.values()].map(credentialRecord)];
  return { deleted: [...toDelete.keys()], upserted: [...toUpsert.keys()], refused, records };
}

function deletionRefusal({ scramCredentials }: MetadataImage, { name, mechanism }: Deletion): Refusal | undefined {
  const refusal = userRefusal(name, mechanism);
  if (refusal !== undefined || scramCredentials.of(mechanism, name) !== undefined) return refusal;
  return refuse(errors.RESOURCE_NOT_FOUND, "Attempt to delete a user credential that does not exist");
}

function upsertionRefusal({ name, mechanism, iterations, saltedPassword }: Upsertion): Refusal | undefined {
  const refusal = userRefusal(name, mechanism);
  if (refusal !== undefined) return refusal;
  if (iterations < (scramMechanismOf(mechanism)?.iterationsMin ?? 0)) return refuse(errors.UNACCEPTABLE_CREDENTIAL, "Too few iterations");
  if (iterations > scramIterationsMax) return refuse(errors.UNACCEPTABLE_CREDENTIAL, "Too many iterations");
  // Java makes no key of nothing.
  return saltedPassword.length > 0 ? undefined : { error: errors.UNKNOWN_SERVER_ERROR, message: null };
}

function userRefusal(name: string, mechanism: number): Refusal | undefined {
  if (name === "") return refuse(errors.UNACCEPTABLE_CREDENTIAL, "Username must not be empty");
  if (scramMechanismOf(mechanism) === undefined) return refuse(errors.UNSUPPORTED_SASL_MECHANISM, "Unknown SCRAM mechanism");
  return undefined;
}

function removalRecord({ name, mechanism }: Deletion): MetadataRecord {
  return metadataRecord(RemoveUserScramCredentialRecord, { name, mechanism });
}

/** What is stored does not let anybody in who reads it. */
function credentialRecord({ name, mechanism, salt, saltedPassword, iterations }: Upsertion): MetadataRecord {
  const known = scramMechanismOf(mechanism);
  const credential = known === undefined ? {} : credentialOfSalted(known, saltedPassword, salt, iterations);
  return metadataRecord(UserScramCredentialRecord, { name, mechanism, ...credential });
}
