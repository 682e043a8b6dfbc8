import type { CommandDefinition, OptionDefinition } from "../command.ts";
import { connection, header, output, partitionNumbers, repeated, wholeNumber } from "../options.ts";
import { startOffset } from "../start-offset.ts";

const partitionMax = 0x7fff_ffff;

const format: OptionDefinition = {
  flags: "--format <format>",
  summary: "how records are written: text or json",
  choices: ["text", "json"],
};

export const recordCommands: readonly CommandDefinition[] = [
  {
    name: "produce",
    summary: "write records to a topic",
    about:
      'Each line of the standard input is a record, until its end. In the format json a line is an object with any of key, value,\nheaders ([{"key":…,"value":…}]), partition, timestampMs and topic, as consume writes them.',
    arguments: [["<topic>", "the topic's name"]],
    options: [
      { flags: "-v, --value <value>", summary: "a record's value, in place of the standard input; may be repeated", parse: repeated },
      { flags: "-k, --key <key>", summary: "the records' key" },
      { flags: "--key-separator <text>", summary: "what stands between key and value in each line" },
      { flags: "-H, --header <name=value>", summary: "a header of the records; may be repeated", parse: header },
      { flags: "-p, --partition <number>", summary: "the partition (default: by the key)", parse: wholeNumber(0, partitionMax) },
      {
        flags: "--tombstone",
        summary: "write one record without a value for --key, which deletes the key from a compacted topic",
      },
      { ...format, default: "text" },
      {
        flags: "--compression <type>",
        summary: "of the batches",
        choices: ["none", "gzip", "snappy", "lz4", "zstd"],
        default: "none",
      },
      { flags: "--acks <who>", summary: "who must have a record before it counts as written", choices: ["all", "1", "0"], default: "all" },
      { ...output, summary: "json: one line for each record, where it was stored" },
      ...connection,
    ],
    examples: [
      ["Write one record", "millrace produce orders --key customer-1 --value '{\"total\": 42}'"],
      ["Write the lines of a file, each with its key in front", "millrace produce orders --key-separator : < orders.txt"],
      ["Copy a topic to one with as many partitions", "millrace consume orders --format json | millrace produce copies --format json"],
    ],
    load: async () => (await import("../commands/produce.ts")).produce,
  },
  {
    name: "consume",
    summary: "read records of a topic",
    about:
      "Reads from the first record to the last one that is there at the start, then ends; with --follow, goes on with those that come.\nWith --group, reads as a member of the group from its committed offsets on, and commits what was written out; --offset then only\nsays where to begin without a committed offset.",
    arguments: [["<topic>", "the topic's name"]],
    options: [
      { flags: "-g, --group <id>", summary: "read as a member of this group" },
      { flags: "-f, --follow", summary: "wait for more records" },
      { flags: "-n, --count <records>", summary: "end after so many records", parse: wholeNumber(1) },
      {
        flags: "--offset <where>",
        summary: "where to begin: earliest, latest, an offset, -N for the last N of each partition, @TIME (ms or ISO 8601)",
        parse: startOffset,
        default: "earliest",
      },
      { flags: "-p, --partition <numbers>", summary: "only these partitions, separated by commas", parse: partitionNumbers },
      { flags: "-k, --key", summary: "text: write the key in front of the value" },
      { flags: "--headers", summary: "text: write the headers" },
      { flags: "--timestamp", summary: "text: write the time" },
      { flags: "--position", summary: "text: write partition and offset" },
      { flags: "--separator <text>", summary: "text: what to write between the parts", default: "\t" },
      { ...output, summary: "text: the values; json: one object for each record, on a line of its own" },
      { ...format, summary: "the same as --output" },
      {
        flags: "--isolation-level <level>",
        summary: "read_committed: leave out the records of open and aborted transactions",
        choices: ["read_uncommitted", "read_committed"],
        default: "read_uncommitted",
      },
      ...connection,
    ],
    examples: [
      ["Read everything that is there", "millrace consume orders"],
      ["Watch what comes, with keys", "millrace consume orders --offset latest --follow --key"],
      ["The last 10 records of partition 0, as JSON", "millrace consume orders -p 0 --offset -10 -o json"],
      ["Share the work with others that do the same", "millrace consume orders --group readers --follow"],
    ],
    load: async () => (await import("../commands/consume.ts")).consume,
  },
];
