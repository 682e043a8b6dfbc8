import { errors, type KafkaError } from "@millrace/protocol";
import { type AclOperation, aclOperations, clusterName, codeName, type ResourceType, resourceTypes } from "@millrace/security";
import type { Failure } from "../api/error-replies.ts";
import { deniedTexts } from "../error-texts.ts";
import type { Access } from "./access.ts";

/** Something that one has to be allowed to do. */
export interface Need {
  readonly operation: AclOperation;
  readonly resourceType: ResourceType;
  readonly name: string;
  /** What is as good. */
  readonly instead?: AclOperation;
  /** What an answer that has room for a text says: which operation it was, or what the error says in general. Nothing without this. */
  readonly tells?: "operation" | "error";
}

const { CLUSTER, GROUP, TOPIC, TRANSACTIONAL_ID } = resourceTypes;

/** The same of each request, to be done to the cluster. Who lacks it is told so, unless Kafka does otherwise. */
export function onCluster(operation: AclOperation, more: Pick<Need, "instead" | "tells"> = { tells: "operation" }): () => readonly Need[] {
  const needs = [{ operation, resourceType: CLUSTER, name: clusterName, ...more }];
  return () => needs;
}

export function onGroup(operation: AclOperation, name: string): Need {
  return { operation, resourceType: GROUP, name };
}

export function onTransaction(operation: AclOperation, name: string): Need {
  return { operation, resourceType: TRANSACTIONAL_ID, name };
}

/** What is answered where something may not be done to a resource, by its type. */
const denials: ReadonlyMap<ResourceType, { readonly error: KafkaError; readonly text: string }> = new Map([
  [TOPIC, { error: errors.TOPIC_AUTHORIZATION_FAILED, text: deniedTexts.topic }],
  [GROUP, { error: errors.GROUP_AUTHORIZATION_FAILED, text: deniedTexts.group }],
  [CLUSTER, { error: errors.CLUSTER_AUTHORIZATION_FAILED, text: deniedTexts.cluster }],
  [TRANSACTIONAL_ID, { error: errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, text: deniedTexts.transactionalId }],
]);

/** What a whole request fails with: the first that lacks of what it needs. */
export function denial(needs: readonly Need[], access: Access, api: string): Failure | undefined {
  const lacking = needs.find((need) => !isMet(need, access));
  if (lacking === undefined) return undefined;
  const { code } = denials.get(lacking.resourceType)?.error ?? errors.UNKNOWN_SERVER_ERROR;
  return { code, message: textOf(lacking, api) };
}

function textOf({ tells, operation, resourceType }: Need, api: string): string | null {
  // Kafka's words, but for the request: Kafka writes down all of it.
  if (tells === "operation") return `Request ${api} needs ${codeName(aclOperations, operation)} permission.`;
  return tells === "error" ? (denials.get(resourceType)?.text ?? null) : null;
}

function isMet({ operation, resourceType, name, instead }: Need, access: Access): boolean {
  if (instead !== undefined && access.may(instead, resourceType, name, "silent")) return true;
  return access.may(operation, resourceType, name);
}
