import { compareWithKafkaSpecs } from "./compare-specs.ts";

/** Run by hand: `node --conditions=source conformance/src/protocol/specs.ts FOLDER` with the specifications of Kafka's jars unpacked. */
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Which folder holds Kafka's message specifications?");
const differences = compareWithKafkaSpecs(folder);
for (const difference of differences) console.error(difference);
console.log(`differences: ${differences.length}`);
if (differences.length > 0) process.exitCode = 1;
