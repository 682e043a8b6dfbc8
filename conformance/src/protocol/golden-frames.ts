import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { conformanceFolder } from "../suite.ts";
import { compileJava, kafkaClasspath, requireJava } from "../toolchain/java.ts";
import { filledValues, type Sample } from "./filled-values.ts";

/** Every sample with the bytes, in hexadecimal, that Kafka's own codecs make of it. */
export async function framesByKafka(samples: readonly Sample[]): Promise<string[]> {
  const java = await requireJava();
  const classpath = await kafkaClasspath();
  const classes = await compileJava(join(conformanceFolder, "java"), classpath);
  const args = ["-XX:TieredStopAtLevel=1", "-cp", [classes, ...classpath].join(delimiter), "dev.millrace.conformance.Frames"];
  const child = spawn(java, args, { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(samples.map((sample) => `${JSON.stringify(sample)}\n`).join(""));
  const [output] = await Promise.all([text(child.stdout), once(child, "exit")]);
  return output.trimEnd().split("\n");
}

/** The file that the unit tests of `protocol` read: one sample and its frame on each line. */
export const goldenFramesFile: string = join(conformanceFolder, "../packages/protocol/test/fixtures/golden-frames.jsonl");

if (import.meta.main) {
  const samples = filledValues();
  const frames = await framesByKafka(samples);
  const lines = samples.map((sample, i) => JSON.stringify({ ...sample, frame: frames[i] }));
  await writeFile(goldenFramesFile, `${lines.join("\n")}\n`);
}
