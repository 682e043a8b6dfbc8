import { writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { seededRandom } from "@millrace/kit";
import { conformanceFolder } from "../suite.ts";
import { mustRun } from "../toolchain/commands.ts";
import { requireJava } from "../toolchain/java.ts";
import { mavenClasspath } from "../toolchain/maven.ts";

/** The file that the unit tests of `resources` read: what the Quartz of Strimzi 1.2.0 makes of expressions at some moments. */
const goldenFile: string = join(conformanceFolder, "../packages/resources/test/fixtures/quartz.json");

const byHand = [
  "* * 0-1 ? * SUN,MON,TUE,WED,THU *",
  "* * 8-10 * * ?",
  "* * 14-15 * * ?",
  "* * 22-2 ? * *",
  ...["* * * * * *", "* * * * *", "", "* * * ? * ?", "* * * * * ? * more", "0 0 0 * * ? 2026-2027", "0 0 0 * * ? 2027-2026"],
  ...["0 0 0 L * ?", "0 0 0 L-2 * ?", "0 0 0 LW * ?", "0 0 0 L-3W * ?", "0 0 0 15W * ?", "0 0 0 1W * ?", "0 0 0 31W * ?", "0 0 0 L,3 * ?"],
  ...["0 0 0 ? * L", "0 0 0 ? * 6L", "0 0 0 ? * FRIL", "0 0 0 ? * 2#1", "0 0 0 ? * FRI#5", "0 0 0 ? * 6#6"],
  ...[
    "/5 * * * * ?",
    "*/5 * * * * ?",
    "5/15 * * * * ?",
    "5-20/5 * * * * ?",
    "*/61 * * * * ?",
    "* * */24 * * ?",
    "* 61 * * * ?",
    "* * 24 * * ?",
  ],
  ...["* * * ? JAN-MAR MON-FRI", "* * * ? nov fri-mon", "* * * ? XYZ *", "* * * ? * 0", "* * * ? * 8", "* * * 32 * ?", "* * * 0 * ?"],
  ...[
    "* * * ? 13 *",
    "a * * * * ?",
    "*,5 * * * * ?",
    "5, * * * * ?",
    "5/0 * * * * ?",
    "5-* * * * * ?",
    "*/0 * * * * ?",
    "-5 * * * * ?",
    "5- * * * * ?",
  ],
];

const random = seededRandom(20_26);
const one = <T>(items: readonly T[]): T => items[random.below(items.length)] as T;
const number = (min: number, max: number) => String(min + random.below(max - min + 1));
const value = (min: number, max: number): string =>
  one([
    () => "*",
    () => number(min, max),
    () => `${number(min, max)}-${number(min, max)}`,
    () => `*/${number(1, 9)}`,
    () => `${number(min, max)}/${number(1, 9)}`,
    () => `${number(min, max)},${number(min, max)}-${number(min, max)}`,
  ])();

function made(): string {
  const time = `${value(0, 59)} ${value(0, 59)} ${value(0, 23)}`;
  const [days, weekdays] = [value(1, 31), value(1, 7)];
  const by = one([
    [days, "?"],
    ["?", weekdays],
    [one(["L", "L-1", "LW", "10W", "1W"]), "?"],
    ["?", one(["2#1", "6L", "L", "TUE#3"])],
  ]);
  return `${time} ${by[0]} ${value(1, 12)} ${by[1]}`;
}

const expressions = [...byHand, ...Array.from({ length: 150 }, made)];
const fromSeconds = Date.UTC(2026, 0, 1) / 1000;
const midnights = Array.from({ length: 120 }, (_, at) => fromSeconds + at * 3 * 86_400);
const moments = [...midnights, ...Array.from({ length: 80 }, () => fromSeconds + random.below(2 * 365 * 86_400))];

const classpath = await mavenClasspath(["org.quartz-scheduler:quartz:2.5.0"]);
const program = join(conformanceFolder, "quartz/CronMoments.java");
const output = await mustRun(await requireJava(), ["-cp", classpath.join(delimiter), program, ...moments.map(String)], {
  input: expressions.join("\n"),
});
const verdicts = output.trimEnd().split("\n").slice(-expressions.length);
const rows = expressions.map((expression, at) => `  ${JSON.stringify([expression, verdicts[at]])}`);
await writeFile(goldenFile, `{"moments": ${JSON.stringify(moments)},\n"expressions": [\n${rows.join(",\n")}\n]}\n`);
