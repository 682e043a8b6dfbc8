import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { cachedFolder } from "../toolchain/cache.ts";
import { mustRun, requireCommand } from "../toolchain/commands.ts";
import { mavenClasspath } from "../toolchain/maven.ts";
import type { Json } from "./examples.ts";
import { strimziKinds, strimziVersion } from "./strimzi-crds.ts";

/** A resource that Strimzi's own tests of its CRDs use; some are meant to be refused. */
export interface StrimziResource {
  readonly file: string;
  readonly resource: { readonly [field: string]: Json };
}

/** Strimzi's own resources of our kinds, from the jar of its tests. Needs Maven and a JDK. */
export async function strimziResources(): Promise<readonly StrimziResource[]> {
  const jar =
    (await mavenClasspath([`io.strimzi:api:${strimziVersion}:tests`])).find((each) => basename(each).endsWith("-tests.jar")) ?? "";
  const command = requireCommand("jar", "Install a JDK 17 or newer, whole (Debian: apt-get install openjdk-17-jdk-headless).");
  const listed = (await mustRun(command, ["--list", "--file", jar])).split("\n");
  const wanted = new RegExp(`/(${strimziKinds.join("|")})-[^/]*\\.yaml$`);
  const files = listed.filter((file) => wanted.test(file)).sort();
  const folder = await cachedFolder("strimzi-resources", [jar, ...files], async (target) => {
    await mustRun(command, ["--extract", "--file", jar, ...files], { cwd: target });
  });
  return Promise.all(
    files.map(async (file) => ({
      file: basename(file),
      resource: parse(await readFile(join(folder, file), "utf8")) as StrimziResource["resource"],
    })),
  );
}
