import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { MillraceError } from "@millrace/kit";
import { kafkaVersions } from "../../../../images/src/kafka-image.ts";
import { jarsOf } from "../../../../images/src/maven.ts";

const source = join(import.meta.dirname, "../../../../images/kafka");

for (const version of kafkaVersions) {
  test(`the jars of Kafka ${version} have the classes of its tools`, async (t) => {
    const jars = await jarsOf(join(source, "pom.xml"), { "kafka.version": version }).catch((thrown: unknown) => {
      if (!(thrown instanceof MillraceError && thrown.code === "NOT_FOUND") || process.env.CI === "true") throw thrown;
      t.skip(`${thrown.message}. ${thrown.hint ?? ""}`);
    });
    if (jars === undefined) return;
    const contents = await Promise.all(jars.map((jar) => readFile(jar)));
    const tools = (await readFile(join(source, "bin/tools"), "utf8")).trimEnd().split("\n");
    for (const line of ["server kafka.Kafka", ...tools]) {
      const [, usual = "", ...others] = line.split(" ");
      const name = others.find((each) => version.startsWith(`${each.replace(/:.*/, "")}.`))?.replace(/.*:/, "") ?? usual;
      const entry = `${name.replaceAll(".", "/")}.class`; // names in a jar are not compressed
      assert.ok(
        contents.some((content) => content.includes(entry)),
        `no ${name} in Kafka ${version}`,
      );
    }
  });
}
