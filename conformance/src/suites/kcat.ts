import { MillraceError } from "@millrace/kit";
import type { Peer } from "../peers/peer.ts";
import type { Case, Suite } from "../suite.ts";
import { type CommandResult, runCommand } from "../toolchain/commands.ts";
import { debianCommand } from "../toolchain/debian.ts";
import type { Verdict } from "../verdicts.ts";
import { createTopic } from "../wire/exchange.ts";

/** Runs kcat against the peer of a case. */
class Kcat {
  readonly #command: string;
  readonly #peer: Peer;

  constructor(command: string, peer: Peer) {
    this.#command = command;
    this.#peer = peer;
  }

  run(args: readonly string[], input = ""): Promise<CommandResult> {
    return runCommand(this.#command, ["-b", this.#peer.bootstrapServers, ...args], { input, timeoutMs: 45_000 });
  }

  /** Writes lines "k1:v1", … to partition 0. */
  async produce(topic: string, lines: readonly string[], ...args: string[]): Promise<void> {
    const { code, stderr } = await this.run(["-P", "-t", topic, "-p", "0", "-K:", ...args], `${lines.join("\n")}\n`);
    if (code !== 0) throw new MillraceError("REQUEST_FAILED", `kcat -P ended with ${code}: ${stderr}`);
  }

  /** Partition, offset, key, payload and headers of what a consumer sees up to the end. */
  async consume(topic: string, ...args: string[]): Promise<Verdict[]> {
    const { stdout, stderr, code } = await this.run(["-C", "-t", topic, "-e", "-q", "-J", ...args]);
    if (code !== 0) throw new MillraceError("REQUEST_FAILED", `kcat -C ended with ${code}: ${stderr}`);
    return recordsIn(stdout);
  }
}

function recordsIn(output: string): Verdict[] {
  return output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => {
      const { partition, offset, tstype, key, payload, headers = null } = JSON.parse(line) as Record<string, Verdict>;
      return { at: `${partition}@${offset}`, tstype, key, payload, headers } as Verdict;
    });
}

const lines = (count: number): string[] => Array.from({ length: count }, (_, at) => `k${at}:v${at}`);

type Attempt = (kcat: Kcat, topic: string, peer: Peer) => Promise<Verdict>;

const roundTrip =
  (...args: string[]): Attempt =>
  async (kcat, topic, peer) => {
    await createTopic(peer.bootstrapServers, topic);
    await kcat.produce(topic, lines(100), ...args);
    const records = await kcat.consume(topic, "-o", "beginning");
    return { count: records.length, first: records[0] ?? null, last: records.at(-1) ?? null };
  };

const attempts: Readonly<Record<string, Attempt>> = {
  "produce-plain": roundTrip(),
  "produce-gzip": roundTrip("-z", "gzip"),
  "produce-snappy": roundTrip("-z", "snappy"),
  "produce-lz4": roundTrip("-z", "lz4"),
  "produce-zstd": roundTrip("-z", "zstd"),
  "produce-idempotent": roundTrip("-X", "enable.idempotence=true"),
  "produce-acks-1": roundTrip("-X", "acks=1"),
  "produce-acks-0": roundTrip("-X", "acks=0"),
  "produce-to-an-auto-created-topic": async (kcat, topic) => {
    await kcat.produce(topic, lines(3));
    return kcat.consume(topic, "-o", "beginning");
  },
  "headers-and-nulls": async (kcat, topic, peer) => {
    await createTopic(peer.bootstrapServers, topic);
    await kcat.produce(topic, ["k:", ":v", "k:v"], "-Z", "-H", "one=1", "-H", "empty=", "-H", "one=2");
    return kcat.consume(topic, "-o", "beginning");
  },
  offsets: async (kcat, topic, peer) => {
    await createTopic(peer.bootstrapServers, topic);
    await kcat.produce(topic, lines(10));
    const seen: Record<string, Verdict> = {};
    for (const from of ["beginning", "end", "4", "-2"]) {
      seen[from] = (await kcat.consume(topic, "-p", "0", "-o", from)).map((record) => (record as { at: string }).at);
    }
    return seen;
  },
  "query-offsets": async (kcat, topic, peer) => {
    await createTopic(peer.bootstrapServers, topic);
    await kcat.produce(topic, lines(10));
    const seen: Record<string, Verdict> = {};
    for (const time of ["-1", "-2", "0", "99999999999999"]) {
      const { stdout, code } = await kcat.run(["-Q", "-t", `${topic}:0:${time}`]);
      seen[time] = `${code} ${stdout.trim()}`;
    }
    return seen;
  },
  metadata: async (kcat, topic, peer) => {
    await createTopic(peer.bootstrapServers, topic, 3);
    const { stdout } = await kcat.run(["-L", "-J", "-t", topic]);
    const { brokers, topics, controllerid } = JSON.parse(stdout) as { brokers: { name: string }[]; topics: Verdict; controllerid: number };
    return { brokers: brokers.map(({ name }) => name === peer.bootstrapServers), topics, controllerid };
  },
  "metadata-of-an-invalid-topic": async (kcat) => {
    const { stdout } = await kcat.run(["-L", "-J", "-t", "not valid"]);
    return (JSON.parse(stdout) as { topics: Verdict }).topics;
  },
  group: async (kcat, topic, peer) => {
    await createTopic(peer.bootstrapServers, topic, 2);
    await kcat.produce(topic, lines(6));
    const read = async (...args: string[]): Promise<Verdict> => {
      const { stdout } = await kcat.run(["-G", topic, "-q", "-J", "-e", "-X", "auto.offset.reset=earliest", ...args, topic]);
      return recordsIn(stdout).map((record) => (record as { at: string }).at);
    };
    const first = await read("-c", "4");
    return { first, "goes on": await read() };
  },
  "too-large": async (kcat, topic, peer) => {
    await createTopic(peer.bootstrapServers, topic, 1, { "max.message.bytes": "1000" });
    const { code, stderr } = await kcat.run(["-P", "-t", topic, "-p", "0"], `${"x".repeat(2000)}\n`);
    return { code, says: stderr.includes("Message size too large") };
  },
  "out-of-range": async (kcat, topic, peer) => {
    await createTopic(peer.bootstrapServers, topic);
    await kcat.produce(topic, lines(2));
    const { code, stderr } = await kcat.run(["-C", "-t", topic, "-p", "0", "-o", "99", "-e", "-q", "-X", "topic.auto.offset.reset=error"]);
    return { code, says: stderr.includes("Offset out of range") };
  },
  "small-fetches": async (kcat, topic, peer) => {
    await createTopic(peer.bootstrapServers, topic);
    await kcat.produce(topic, lines(500), "-z", "lz4");
    const records = await kcat.consume(topic, "-o", "7", "-p", "0", "-X", "fetch.message.max.bytes=100", "-X", "check.crcs=true");
    return { count: records.length, first: records[0] ?? null };
  },
};

/** librdkafka as Debian has it, through kcat. */
export const kcat: Suite = {
  name: "kcat",
  async prepare() {
    const command = await debianCommand("kcat");
    const cases: Case[] = Object.entries(attempts).map(([name, attempt]) => ({
      name,
      run: (peer) => attempt(new Kcat(command, peer), `kcat.${name}`, peer),
    }));
    return { cases, async close() {} };
  },
};
