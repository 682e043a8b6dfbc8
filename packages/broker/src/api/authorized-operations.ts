/** Kafka's ACL operations by the bit that stands for each in the authorized-operations fields (KIP-430). */
const bit = {
  read: 1 << 3,
  write: 1 << 4,
  create: 1 << 5,
  delete: 1 << 6,
  alter: 1 << 7,
  describe: 1 << 8,
  clusterAction: 1 << 9,
  describeConfigs: 1 << 10,
  alterConfigs: 1 << 11,
  idempotentWrite: 1 << 12,
} as const;

/** What stands in the field where nobody asked for it: the least int32. */
export const operationsNotAsked = -2_147_483_648;

/** All that can be done with a kind of resource: what everyone may do as long as there is no authorizer. */
export const allOperations = {
  topic: bit.read | bit.write | bit.create | bit.delete | bit.alter | bit.describe | bit.describeConfigs | bit.alterConfigs,
  group: bit.read | bit.delete | bit.describe | bit.describeConfigs | bit.alterConfigs,
  cluster: bit.create | bit.alter | bit.describe | bit.clusterAction | bit.describeConfigs | bit.alterConfigs | bit.idempotentWrite,
} as const;
