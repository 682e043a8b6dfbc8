import { apis } from "@millrace/protocol";
import { aclOperations, patternTypes, permissionTypes, resourceTypes } from "@millrace/security";
import { type Answer, Talk } from "../differential/talk.ts";
import type { Peer, PeerName } from "../peers/peer.ts";
import type { Case } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { administratorsAcls } from "./grants.ts";
import { administratorsAddress, createAcls } from "./preparation.ts";

const logger = "kafka.authorizer.logger";
/** Where whoever is audited comes from; nobody else does. */
const address = "127.0.0.66";
const [open, closed, absent, begun] = ["audit-open", "audit-closed", "audit-absent", "audit-begun"] as const;
/** Asked about behind each request: what comes before it in the log belongs to the request. */
const mark = "audit-mark";

/** A line of the audit log, as both brokers can be told to write it. */
const kafkaLine =
  /^\S+ \S+ (?<level>[A-Z]+) kafka\.authorizer\.logger Principal = (?<principal>.*) is (?<outcome>Allowed|Denied) operation = (?<operation>\w+) from host = (?<host>\S+) on resource = (?<resource>.*) for request = (?<api>\w+) with resourceRefCount = \d+ based on rule (?<rule>.*)$/;
const kafkaRule =
  /^MatchingAcl\(acl=StandardAcl\[resourceType=(?<type>\w+), resourceName=(?<name>.*), patternType=(?<pattern>\w+), principal=(?<principal>.*), host=(?<host>.*), operation=(?<operation>\w+), permissionType=(?<permission>\w+)\]\)$/;

interface Line {
  readonly host: string;
  readonly resource: string;
  readonly text: string;
}

function lineOf(fields: Readonly<Record<string, string>>): Line {
  const { level = "", principal = "", outcome = "", operation = "", host = "", resource = "", api = "", rule = "" } = fields;
  return { host, resource, text: `${level} ${principal} ${outcome} ${operation} ${resource} ${api}: ${rule}` };
}

const pascal = (name: string) =>
  name
    .split("_")
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join("");

function ruleOf(text: string): string {
  const acl = kafkaRule.exec(text)?.groups;
  if (acl === undefined) return text;
  return `${acl.permission} ${acl.principal} ${acl.operation} from ${acl.host} on ${pascal(acl.type ?? "")}:${acl.pattern}:${acl.name}`;
}

const readers: Readonly<Record<PeerName, (line: string) => Line | undefined>> = {
  kafka(line) {
    const fields = kafkaLine.exec(line)?.groups;
    return fields && lineOf({ ...fields, rule: ruleOf(fields.rule ?? "") });
  },
  millrace(line) {
    if (!line.includes(logger)) return undefined;
    const { message, level, ...fields } = JSON.parse(line) as Record<string, string>;
    if (fields.operation === undefined) return undefined;
    return lineOf({ ...fields, level: (level ?? "").toUpperCase(), outcome: pascal((message ?? "").toUpperCase()) });
  },
};

const partitions = [{ partitionIndex: 0, timestamp: -1 }];
const named = [open, closed, begun, absent].map((name) => ({ name }));
const common = { principal: "User:ANONYMOUS", host: address, permissionType: permissionTypes.ALLOW };
const ofTopic = { ...common, resourceType: resourceTypes.TOPIC, resourcePatternType: patternTypes.LITERAL };
const ofGroup = { ...ofTopic, resourceType: resourceTypes.GROUP };
const config = (name: string) => ({ resourceType: 2, resourceName: name, configurationKeys: ["retention.ms"] });

/** Closed are what there is an ACL for, of somebody else or for something else. Of several that allow the same, which is named is chance. */
const acls = [
  { ...ofTopic, resourceName: open, operation: aclOperations.READ },
  { ...ofTopic, resourceName: open, operation: aclOperations.DESCRIBE_CONFIGS },
  { ...ofTopic, resourceName: "audit-b", resourcePatternType: patternTypes.PREFIXED, operation: aclOperations.WRITE },
  { ...ofTopic, resourceName: closed, operation: aclOperations.ALL, permissionType: permissionTypes.DENY },
  { ...ofTopic, resourceName: absent, operation: aclOperations.DESCRIBE },
  { ...ofTopic, resourceName: mark, operation: aclOperations.DESCRIBE },
  { ...ofGroup, resourceName: open, operation: aclOperations.READ },
  { ...ofGroup, resourceName: closed, operation: aclOperations.READ, principal: "User:another" },
  {
    ...ofTopic,
    resourceType: resourceTypes.CLUSTER,
    resourceName: "kafka-cluster",
    operation: aclOperations.ALTER,
    principal: "User:*",
    host: "10.1.2.3",
  },
];

type Ask = (talk: Talk) => Promise<Answer<unknown>>;

const requests: Readonly<Record<string, Ask>> = {
  ListOffsets: (talk) => talk.ask(apis.listOffsets, 7, { replicaId: -1, topics: named.map((each) => ({ ...each, partitions })) }),
  "Metadata by name": (talk) => talk.ask(apis.metadata, 9, { topics: named, allowAutoTopicCreation: false }),
  "Metadata of all topics": (talk) => talk.ask(apis.metadata, 9, { topics: null, includeTopicAuthorizedOperations: true }),
  "Metadata that makes topics": (talk) => talk.ask(apis.metadata, 9, { topics: [{ name: absent }], allowAutoTopicCreation: true }),
  DescribeConfigs: (talk) => talk.ask(apis.describeConfigs, 4, { resources: [open, closed].map(config) }),
  Fetch: (talk) =>
    talk.ask(apis.fetch, 11, {
      replicaId: -1,
      maxBytes: 1000,
      sessionEpoch: -1,
      topics: [open, closed].map((topic) => ({ topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 100 }] })),
    }),
  OffsetFetch: (talk) =>
    talk.ask(apis.offsetFetch, 7, { groupId: open, topics: [open, closed].map((name) => ({ name, partitionIndexes: [0] })) }),
  DescribeGroups: (talk) => talk.ask(apis.describeGroups, 5, { groups: [open, closed], includeAuthorizedOperations: true }),
  ListGroups: (talk) => talk.ask(apis.listGroups, 4, {}),
  DeleteGroups: (talk) => talk.ask(apis.deleteGroups, 2, { groupsNames: [open, closed] }),
  Heartbeat: (talk) => talk.ask(apis.heartbeat, 4, { groupId: closed, generationId: 1, memberId: "nobody" }),
  CreateTopics: (talk) =>
    talk.ask(apis.createTopics, 5, {
      timeoutMs: 5000,
      topics: [{ name: absent, numPartitions: 1, replicationFactor: 1 }],
      validateOnly: true,
    }),
  DeleteTopics: (talk) => talk.ask(apis.deleteTopics, 5, { timeoutMs: 5000, topicNames: [closed, absent] }),
  CreateAcls: (talk) => talk.ask(apis.createAcls, 3, { creations: acls.slice(0, 1) }),
  DescribeCluster: (talk) => talk.ask(apis.describeCluster, 0, { includeClusterAuthorizedOperations: true }),
  InitProducerId: (talk) => talk.ask(apis.initProducerId, 4, { transactionalId: null, transactionTimeoutMs: 1000 }),
  DescribeTopicPartitions: (talk) =>
    talk.ask(apis.describeTopicPartitions, 0, { topics: named.slice(0, 2), responsePartitionLimit: 10, cursor: null }),
};

/** From which level on decisions are written. */
async function setLevel(administrator: Talk, value: string): Promise<void> {
  const configs = [{ name: logger, configOperation: 0, value }];
  await administrator.call(apis.incrementalAlterConfigs, 1, { resources: [{ resourceType: 8, resourceName: "0", configs }] });
}

/** What the audit log says of each request, in one level after the other. */
async function audited(peer: Peer, administrator: Talk): Promise<Verdict> {
  const talk = new Talk(peer.bootstrapServers, address);
  const lines = async () => (await peer.log()).split("\n").flatMap((line) => readers[peer.name](line) ?? []);
  const own = async () => (await lines()).filter(({ host }) => host === address);
  const isMark = ({ resource }: Line) => resource.endsWith(`:${mark}`);
  const told: Record<string, Verdict> = {};
  try {
    for (const [name, ask] of Object.entries(requests)) {
      const from = (await own()).length;
      await ask(talk);
      await talk.ask(apis.listOffsets, 7, { replicaId: -1, topics: [{ name: mark, partitions }] });
      await administrator.until(`${name} is audited`, async () => (await own()).slice(from).some(isMark));
      const since = (await own()).slice(from).filter((line) => !isMark(line));
      told[name] = since.map(({ text }) => text).sort();
    }
  } finally {
    talk.close();
  }
  return told;
}

/** What is written down of decisions, who may see what. */
export const auditCase: Case = {
  name: "alone.the audit log",
  alone: true,
  async run(peer) {
    const administrator = new Talk(peer.bootstrapServers);
    try {
      for (const topic of [open, closed, begun]) await administrator.createTopic(topic);
      await createAcls(administrator, [...administratorsAcls(administratorsAddress), ...acls]);
      await setLevel(administrator, "DEBUG");
      return await audited(peer, administrator);
    } finally {
      await setLevel(administrator, "INFO");
      administrator.close();
    }
  },
};
