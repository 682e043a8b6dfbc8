import { MillraceError } from "@millrace/kit";
import { apis, type CreateAclsRequest, errors } from "@millrace/protocol";
import { aclOperations, patternTypes, permissionTypes, resourceTypes } from "@millrace/security";
import type { Talk } from "../differential/talk.ts";
import type { Subject } from "./grants.ts";

/** Where whoever looks after the broker comes from; Apache Kafka's broker talks to its controller from there too. */
export const administratorsAddress = "127.0.0.1";

/** Where whoever is in a row of a question comes from: each has an address of its own, which is how the ACLs tell them apart. */
export function addressOf(question: number, row: number): string {
  return `127.${10 + question}.${Math.trunc(row / 200)}.${1 + (row % 200)}`;
}

const creationsMax = 1000;

/** Creates ACLs and waits until the broker keeps to them: Kafka's learns of them after its controller. */
export async function createAcls(administrator: Talk, creations: CreateAclsRequest["creations"]): Promise<void> {
  for (let at = 0; at < creations.length; at += creationsMax) {
    const some = creations.slice(at, at + creationsMax);
    const { results } = await administrator.call(apis.createAcls, 3, { creations: some });
    const refused = results.find(({ errorCode }) => errorCode !== 0);
    if (refused !== undefined) throw new MillraceError("REQUEST_FAILED", `CreateAcls: ${refused.errorMessage}`);
    const last = some.at(-1);
    if (last !== undefined) await untilSeen(administrator, last);
  }
  // What comes next is told to the broker when this has been told to the controller as well.
  const next = { ...markerAcl, resourceName: `marker ${++markers} of ${process.pid}` };
  await administrator.call(apis.createAcls, 3, { creations: [next] });
  await untilSeen(administrator, next);
}

let markers = 0;
const markerAcl = {
  resourceType: resourceTypes.USER,
  resourcePatternType: patternTypes.LITERAL,
  principal: "User:nobody",
  host: "*",
  operation: aclOperations.DESCRIBE_TOKENS,
  permissionType: permissionTypes.DENY,
};

async function untilSeen(administrator: Talk, last: CreateAclsRequest["creations"][number]): Promise<void> {
  const filter = {
    resourceTypeFilter: last.resourceType,
    resourceNameFilter: last.resourceName,
    patternTypeFilter: last.resourcePatternType,
    principalFilter: last.principal,
    hostFilter: last.host,
    operation: last.operation,
    permissionType: last.permissionType,
  };
  await administrator.until("ACLs can be seen", async () => (await administrator.call(apis.describeAcls, 3, filter)).resources.length > 0);
}

const notYet: readonly number[] = [
  errors.COORDINATOR_LOAD_IN_PROGRESS.code,
  errors.COORDINATOR_NOT_AVAILABLE.code,
  errors.NOT_COORDINATOR.code,
];
const keyTypes = { group: 0, transaction: 1 } as const;

/** Waits until groups and transactions are looked after, as far as a question is about them. */
export async function untilCoordinated(administrator: Talk, subjects: readonly Subject[]): Promise<void> {
  for (const subject of ["group", "transaction"] as const) {
    if (!subjects.includes(subject)) continue;
    await administrator.until(`there is a coordinator of a ${subject}`, async () => {
      const { coordinators } = await administrator.call(apis.findCoordinator, 4, { keyType: keyTypes[subject], coordinatorKeys: ["any"] });
      return coordinators.every(({ errorCode }) => errorCode === 0);
    });
  }
  await administrator.untilProducerIds();
}

/** Tries until a coordinator that is still loading has done it. */
export function untilDone(administrator: Talk, what: string, attempt: () => Promise<number | undefined>): Promise<void> {
  return administrator.until(what, async () => {
    const errorCode = (await attempt()) ?? errors.UNKNOWN_SERVER_ERROR.code;
    if (errorCode === 0) return true;
    if (notYet.includes(errorCode)) return false;
    throw new MillraceError("REQUEST_FAILED", `${what}: error ${errorCode}`);
  });
}
