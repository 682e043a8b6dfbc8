import { MillraceError, sleep, systemClock } from "@millrace/kit";
import { apis, type Draft, encodeBatch, errorByCode, errors, type KafkaError, type ProduceRequest } from "@millrace/protocol";
import { aclOperations, patternTypes, permissionTypes, resourceTypes } from "@millrace/security";
import { benchClientId } from "../load/frames.ts";
import { type Address, Link } from "../load/link.ts";
import { createTopic, newProducerId, type Topic } from "../load/topic.ts";

/** Kafka takes in what it was told of its metadata a moment after it has answered. */
const takenInMsMax = 10_000;
const pollMs = 20;

const openName = "scrutiny-open";
const closedName = "scrutiny-closed";
/** Its client is to be held up at once. */
const slowClientId = "scrutiny-slow";
const bytesOfNobody = 1e12;
const percentOfNobody = 1e6;
const otherUsers = 20;

/** What a broker is started with for ACLs to count: whoever no ACL mentions anything about may do it. */
export const everyoneByDefault = { "allow.everyone.if.no.acl.found": "true" } as const;

const anyone = "*";
const bench = "User:ANONYMOUS";

function acl(resourceType: number, resourceName: string, principal: string, operation: number, permissionType: number) {
  return { resourceType, resourceName, resourcePatternType: patternTypes.LITERAL, principal, host: anyone, operation, permissionType };
}

/** The bench may do all with topics, groups and transactions but write to one topic; others may do something, too. */
const acls = [
  ...[resourceTypes.TOPIC, resourceTypes.GROUP, resourceTypes.TRANSACTIONAL_ID].map((type) =>
    acl(type, anyone, bench, aclOperations.ALL, permissionTypes.ALLOW),
  ),
  acl(resourceTypes.TOPIC, closedName, bench, aclOperations.WRITE, permissionTypes.DENY),
  ...Array.from({ length: otherUsers }, (_, n) =>
    acl(resourceTypes.TOPIC, `topic-of-${n}`, `User:user-${n}`, aclOperations.READ, permissionTypes.ALLOW),
  ),
];

/** Limits that the bench never comes to, and one that nobody stays below. */
const quotas = [
  {
    name: benchClientId,
    limits: { producer_byte_rate: bytesOfNobody, consumer_byte_rate: bytesOfNobody, request_percentage: percentOfNobody },
  },
  { name: slowClientId, limits: { producer_byte_rate: 1 } },
];

/**
 * Gives a broker ACLs and quotas to look at with each request, the same for each peer, and has it show that it does look at them, at checksums and at the
 * sequences of producers. Throws REQUEST_FAILED if it does not: then it would do less than it is measured for.
 */
export async function scrutinize(address: Address, patienceMs = takenInMsMax): Promise<void> {
  const link = await Link.open(address);
  try {
    const [open, closed] = [await createTopic(link, openName, 1), await createTopic(link, closedName, 1)];
    const { results } = await link.call(apis.createAcls, { creations: acls });
    for (const { errorCode } of results) expect("CreateAcls", errorCode, errors.NONE);
    const entries = quotas.map(({ name, limits }) => ({
      entity: [{ entityType: "client-id", entityName: name }],
      ops: Object.entries(limits).map(([key, value]) => ({ key, value, remove: false })),
    }));
    const altered = await link.call(apis.alterClientQuotas, { entries, validateOnly: false });
    for (const { errorCode } of altered.entries) expect("AlterClientQuotas", errorCode, errors.NONE);
    await prove(new Prover(link, await newProducerId(link)), open, closed, patienceMs);
    await proveQuotas(address, await newProducerId(link), open, patienceMs);
    const deleted = await link.call(apis.deleteTopics, { timeoutMs: 30_000, topics: [{ name: openName }, { name: closedName }] });
    for (const { errorCode } of deleted.responses) expect("DeleteTopics", errorCode, errors.NONE);
  } finally {
    link.close();
  }
}

async function prove(prover: Prover, open: Topic, closed: Topic, patienceMs: number): Promise<void> {
  expect("a batch", (await prover.produce(open, { baseSequence: 0 })).errorCode, errors.NONE);
  const damaged = await prover.produce(open, { baseSequence: 1, isDamaged: true });
  expect("a batch with a wrong checksum", damaged.errorCode, errors.CORRUPT_MESSAGE);
  const far = await prover.produce(open, { baseSequence: 7 });
  expect("a batch with a sequence too large", far.errorCode, errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
  await eventually(patienceMs, "a batch for a topic that an ACL closes is taken", async () => {
    const { errorCode } = await prover.produce(closed, { baseSequence: 0 });
    return errorByCode(errorCode) === errors.TOPIC_AUTHORIZATION_FAILED;
  });
}

/** On a connection of its own: it is not read from while its client is held up. */
async function proveQuotas(address: Address, producerId: number, open: Topic, patienceMs: number): Promise<void> {
  const link = await Link.open(address);
  const prover = new Prover(link, producerId);
  let baseSequence = 0;
  try {
    await eventually(patienceMs, "a client beyond its quota is not held up", async () => {
      const { errorCode, throttleTimeMs } = await prover.produce(open, { baseSequence: baseSequence++, clientId: slowClientId });
      expect("a batch of a slow client", errorCode, errors.NONE);
      return throttleTimeMs > 0;
    });
  } finally {
    link.close();
  }
}

interface Attempt {
  readonly baseSequence: number;
  readonly isDamaged?: boolean;
  readonly clientId?: string;
}

/** Sends single batches of one idempotent producer. */
class Prover {
  readonly #link: Link;
  readonly #producerId: number;

  constructor(link: Link, producerId: number) {
    this.#link = link;
    this.#producerId = producerId;
  }

  async produce({ id: topicId }: Topic, { baseSequence, isDamaged = false, clientId }: Attempt) {
    const value = Buffer.alloc(1_000, "scrutiny");
    const records = encodeBatch({
      records: [{ timestamp: systemClock.now(), key: null, value }],
      producerId: this.#producerId,
      producerEpoch: 0,
      baseSequence,
    });
    if (isDamaged) records.writeUInt8((records.at(-2) ?? 0) ^ 1, records.length - 2);
    const topicData = [{ topicId, partitionData: [{ index: 0, records }] }];
    const request: Draft<ProduceRequest> = { transactionalId: null, acks: -1, timeoutMs: 30_000, topicData };
    const { responses, throttleTimeMs } = await this.#link.call(apis.produce, request, clientId);
    return { errorCode: responses[0]?.partitionResponses[0]?.errorCode ?? 0, throttleTimeMs };
  }
}

function expect(what: string, errorCode: number, expected: KafkaError): void {
  const { name } = errorByCode(errorCode);
  if (name !== expected.name) throw new MillraceError("REQUEST_FAILED", `${what} was answered with ${name}, not ${expected.name}`);
}

async function eventually(patienceMs: number, otherwise: string, holds: () => Promise<boolean>): Promise<void> {
  const endMs = systemClock.monotonicMs() + patienceMs;
  while (!(await holds())) {
    if (systemClock.monotonicMs() > endMs) throw new MillraceError("REQUEST_FAILED", `After ${patienceMs} ms ${otherwise}`);
    await sleep(systemClock, pollMs);
  }
}
