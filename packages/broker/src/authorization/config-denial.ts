import { errors, type KafkaError } from "@millrace/protocol";
import { type AclOperation, aclOperations, clusterName, resourceTypes } from "@millrace/security";
import { deniedTexts } from "../error-texts.ts";
import { configResourceType } from "../metadata/image.ts";
import type { Access } from "./access.ts";

interface Resource {
  readonly resourceType: number;
  readonly resourceName: string;
}

/** Why somebody may not do something with a resource's configs. The broker's, its loggers' and those of client metrics are the cluster's. */
export function configDenial(
  { resourceType, resourceName }: Resource,
  operation: AclOperation,
  access: Access,
): { readonly error: KafkaError; readonly message: string | null } | undefined {
  switch (resourceType) {
    case configResourceType.topic:
      if (access.may(operation, resourceTypes.TOPIC, resourceName)) return undefined;
      return { error: errors.TOPIC_AUTHORIZATION_FAILED, message: deniedTexts.topic };
    case configResourceType.group:
      if (access.may(operation, resourceTypes.GROUP, resourceName)) return undefined;
      return { error: errors.GROUP_AUTHORIZATION_FAILED, message: deniedTexts.group };
    default:
      if (access.may(operation, resourceTypes.CLUSTER, clusterName)) return undefined;
      return { error: errors.CLUSTER_AUTHORIZATION_FAILED, message: isSilent(resourceType, operation) ? null : deniedTexts.cluster };
  }
}

/** Levels of loggers are the broker's own affair; of what it says by itself it keeps general texts back. */
function isSilent(resourceType: number, operation: AclOperation): boolean {
  return resourceType === configResourceType.brokerLogger && operation === aclOperations.ALTER_CONFIGS;
}
