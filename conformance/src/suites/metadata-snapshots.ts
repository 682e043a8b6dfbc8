import { existsSync, readdirSync } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { MillraceError } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { Talk } from "../differential/talk.ts";
import type { Peer } from "../peers/peer.ts";
import type { Case, Suite } from "../suite.ts";
import { runCommand } from "../toolchain/commands.ts";
import { kafkaClasspath, kafkaVersion, requireJava } from "../toolchain/java.ts";
import { mavenClasspath } from "../toolchain/maven.ts";
import type { Verdict } from "../verdicts.ts";

const topic = "in-a-snapshot";
const configs = { "retention.ms": "77000", "segment.bytes": "1048576" };

/** Runs one of Kafka's programs with a snapshot; what it printed. */
type Tool = (mainClass: string, ...args: readonly string[]) => Promise<string>;

async function javaTool(): Promise<Tool> {
  const java = await requireJava();
  const jars = [...(await kafkaClasspath()), ...(await mavenClasspath([`org.apache.kafka:kafka-shell:${kafkaVersion}`]))];
  return async (mainClass, ...args) => {
    const flags = ["-XX:TieredStopAtLevel=1", "-cp", jars.join(delimiter)];
    return (await runCommand(java, [...flags, mainClass, ...args])).stdout;
  };
}

/** The newest snapshot in a broker's directory of metadata, by the name of its file. */
function newestSnapshot(directory: string): string | undefined {
  if (!existsSync(directory)) return undefined;
  const names = readdirSync(directory).filter((name) => /^\d{20}-\d{10}\.checkpoint$/.test(name) && !/^0{20}-0{10}/.test(name));
  const newest = names.sort().at(-1);
  return newest === undefined ? undefined : join(directory, newest);
}

/** Makes a topic and changes it until a snapshot knows of it. */
async function snapshotWithTopic({ bootstrapServers }: Peer, tool: Tool): Promise<{ path: string; id: string; dump: string }> {
  const talk = new Talk(bootstrapServers);
  try {
    const id = await talk.createTopic(topic, 2, configs);
    const { results } = await talk.call(apis.describeLogDirs, 4, { topics: [] });
    const directory = join(results[0]?.logDir ?? "", "__cluster_metadata-0");
    for (let round = 0; round < 40; round++) {
      await talk.createTopic(`${topic}-${round}`);
      const path = newestSnapshot(directory);
      const dump =
        path === undefined ? "" : await tool("org.apache.kafka.tools.DumpLogSegments", "--cluster-metadata-decoder", "--files", path);
      if (path !== undefined && dump.includes(id)) return { path, id, dump };
    }
    throw new MillraceError("TIMED_OUT", `no snapshot in ${directory} knows of the topic`);
  } finally {
    talk.close();
  }
}

/** Records of the topic as the tool shows them, and the control records around all. */
function shownOf(dump: string, id: string): Verdict {
  const control = [...dump.matchAll(/\b(SnapshotHeader|KRaftVersion|KRaftVoters|SnapshotFooter)\b/g)].map(([, kind]) => kind ?? "");
  const records = [...dump.matchAll(/payload: (\{.*\})$/gm)].map(([, json = "{}"]) => JSON.parse(json));
  const own = records.filter(({ data }) => data.topicId === id || data.resourceName === topic);
  const features = records.filter(({ type, data }) => type === "FEATURE_LEVEL_RECORD" && !/^(share|streams)\./.test(data.name));
  const facts = (fields: readonly string[]) => (record: { type: string; data: Record<string, Verdict> }) => ({
    type: record.type,
    ...Object.fromEntries(fields.map((field) => [field, record.data[field] ?? null])),
  });
  return {
    control: control.filter((kind) => kind !== "KRaftVoters"),
    topic: own.map(facts(["name", "resourceType", "value", "partitionId", "replicas", "isr", "leader", "leaderEpoch"])),
    features: features.toSorted((a, b) => (a.data.name < b.data.name ? -1 : 1)).map(facts(["name", "featureLevel"])),
    first: features[0]?.data.name ?? null,
  };
}

function dumped(tool: Tool): Case {
  return {
    name: "kafka-dump-log",
    alone: true,
    async run(peer) {
      const { id, dump } = await snapshotWithTopic(peer, tool);
      return shownOf(dump, id);
    },
  };
}

/** What the shell finds in the image that a snapshot makes. */
function inTheShell(tool: Tool): Case {
  return {
    name: "kafka-metadata-shell",
    alone: true,
    async run(peer) {
      const talk = new Talk(peer.bootstrapServers);
      const { results } = await talk.call(apis.describeLogDirs, 4, { topics: [] });
      talk.close();
      const path = newestSnapshot(join(results[0]?.logDir ?? "", "__cluster_metadata-0")) ?? "";
      // The shell wants a directory that no broker holds.
      const folder = await mkdtemp(join(tmpdir(), "millrace-snapshot-"));
      const copy = join(folder, basename(path));
      await copyFile(path, copy);
      const ask = async (...command: string[]) => {
        const output = await tool("org.apache.kafka.shell.MetadataShell", "--snapshot", copy, ...command);
        return output.split("\n").filter((line) => line !== "" && !line.includes("Ignoring control record"));
      };
      try {
        return {
          configs: await ask("ls", `/image/configs/TOPIC:${topic}`),
          retention: await ask("cat", `/image/configs/TOPIC:${topic}/retention.ms`),
          partitions: await ask("ls", `/image/topics/byName/${topic}`),
          transactions: await ask("cat", "/image/features/finalized_transaction.version"),
        };
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  };
}

/** Snapshots of the metadata, as Kafka's own tools read them. */
export const metadataSnapshots: Suite = {
  name: "metadata-snapshots",
  config: { "metadata.log.max.record.bytes.between.snapshots": "2000" },
  async prepare() {
    const tool = await javaTool();
    return { cases: [dumped(tool), inTheShell(tool)], async close() {} };
  },
};
