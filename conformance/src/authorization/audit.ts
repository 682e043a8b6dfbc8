import { apis } from "@millrace/protocol";
import { Talk } from "../differential/talk.ts";
import { unexercised } from "../exercised.ts";
import type { BrokerName, Peer } from "../peers/peer.ts";
import type { Case } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { auditedAcls, auditedAddress, auditedRequests, auditedTopics, mark, partitions } from "./audited-requests.ts";
import { administratorsAcls } from "./grants.ts";
import { administratorsAddress, createAcls } from "./preparation.ts";

const logger = "kafka.authorizer.logger";

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

const readers: Readonly<Record<BrokerName, (line: string) => Line | undefined>> = {
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

/** From which level on decisions are written. */
async function setLevel(administrator: Talk, value: string): Promise<void> {
  const configs = [{ name: logger, configOperation: 0, value }];
  await administrator.call(apis.incrementalAlterConfigs, 1, { resources: [{ resourceType: 8, resourceName: "0", configs }] });
}

/** What the audit log says of each request, in one level after the other. */
async function audited(peer: Peer, administrator: Talk): Promise<Verdict> {
  const talk = new Talk(peer.bootstrapServers, auditedAddress);
  const lines = async () => (await peer.log()).split("\n").flatMap((line) => readers[peer.name](line) ?? []);
  const own = async () => (await lines()).filter(({ host }) => host === auditedAddress);
  const isMark = ({ resource }: Line) => resource.endsWith(`:${mark}`);
  const told: Record<string, Verdict> = {};
  try {
    for (const [name, ask] of Object.entries(auditedRequests)) {
      const from = (await own()).length;
      // What is answered depends on what Apache Kafka has got ready by then, and is no concern of this case.
      await unexercised(() => ask(talk));
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
      for (const topic of auditedTopics) await administrator.createTopic(topic);
      await createAcls(administrator, [...administratorsAcls(administratorsAddress), ...auditedAcls]);
      await setLevel(administrator, "DEBUG");
      return await audited(peer, administrator);
    } finally {
      await setLevel(administrator, "INFO");
      administrator.close();
    }
  },
};
