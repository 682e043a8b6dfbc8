import { type AclOperation, aclOperations, type ResourceType, resourceTypes } from "./codes.ts";

const {
  ALTER,
  ALTER_CONFIGS,
  CLUSTER_ACTION,
  CREATE,
  CREATE_TOKENS,
  DELETE,
  DESCRIBE,
  DESCRIBE_CONFIGS,
  DESCRIBE_TOKENS,
  IDEMPOTENT_WRITE,
  READ,
  TWO_PHASE_COMMIT,
  WRITE,
} = aclOperations;

type ConcreteType = Exclude<ResourceType, typeof resourceTypes.UNKNOWN | typeof resourceTypes.ANY>;

/** What can be done with each type of resource. */
export const supportedOperations: Readonly<Record<ConcreteType, readonly AclOperation[]>> = {
  [resourceTypes.TOPIC]: [READ, WRITE, CREATE, DELETE, ALTER, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS],
  [resourceTypes.GROUP]: [READ, DELETE, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS],
  [resourceTypes.CLUSTER]: [CREATE, ALTER, DESCRIBE, CLUSTER_ACTION, DESCRIBE_CONFIGS, ALTER_CONFIGS, IDEMPOTENT_WRITE],
  [resourceTypes.TRANSACTIONAL_ID]: [WRITE, DESCRIBE, TWO_PHASE_COMMIT],
  [resourceTypes.DELEGATION_TOKEN]: [DESCRIBE],
  [resourceTypes.USER]: [CREATE_TOKENS, DESCRIBE_TOKENS],
};
