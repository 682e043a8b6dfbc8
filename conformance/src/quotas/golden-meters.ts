import { writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { conformanceFolder } from "../suite.ts";
import { mustRun } from "../toolchain/commands.ts";
import { compileJava, kafkaClasspath, requireJava } from "../toolchain/java.ts";

/** The file that the unit tests of `security` read: what Kafka's quota managers say, one trial on each line. */
const goldenMetersFile: string = join(conformanceFolder, "../packages/security/test/fixtures/quota-meters.jsonl");

const classpath = await kafkaClasspath();
const classes = await compileJava(join(conformanceFolder, "java"), classpath);
const args = ["-cp", [classes, ...classpath].join(delimiter), "dev.millrace.conformance.QuotaMeters"];
await writeFile(goldenMetersFile, await mustRun(await requireJava(), args));
