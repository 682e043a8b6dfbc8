import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { MillraceError } from "@millrace/kit";
import { type BuiltImage, cachedArchive } from "./built-image.ts";
import { type DebianPackage, debianTree, fetchPackages } from "./debian.ts";
import { FileTree } from "./file-tree.ts";
import { jarsOf } from "./maven.ts";
import { architecture } from "./oci-archive.ts";
import { application, componentOfJar, componentOfPackage } from "./sbom.ts";
import { trustForOpenssl } from "./trusted-authorities.ts";

/** What Node needs of Debian, and whoever talks to others. No shell. */
export const operatorPackages = ["base-files", "ca-certificates", "libc6", "libgcc-s1", "libstdc++6", "netbase", "tzdata"] as const;

const home = "/opt/millrace";
/** What an init container puts beside a Kafka that is to tell its metrics. */
export const javaagent = "/opt/jmx-exporter/jmx_prometheus_javaagent.jar";
const user = { name: "millrace", id: 1001, home: "/nonexistent" };

export const operatorConfig = {
  User: String(user.id),
  WorkingDir: home,
  Env: ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8"],
  Entrypoint: ["node", `${home}/main.js`],
} as const;

const root = join(import.meta.dirname, "../..");

/** What an image of the operator is made of. */
export interface OperatorIngredients {
  /** The operator with all that it needs: `main.js`, and a `package.json` that names it. */
  readonly folder: string;
  readonly packages: readonly DebianPackage[];
  readonly jars: readonly string[];
}

/** Fetches them. Throws USAGE if the folder holds no operator, NOT_FOUND without apt or Maven, REQUEST_FAILED. */
export async function operatorIngredients(folder: string): Promise<OperatorIngredients> {
  for (const name of ["main.js", "package.json"])
    if (!existsSync(join(folder, name))) throw new MillraceError("USAGE", `${folder} is no bundled operator: it has no ${name}`);
  const jars = await jarsOf(join(import.meta.dirname, "../operator/pom.xml"));
  return { folder, packages: await fetchPackages(operatorPackages), jars };
}

/** Node as package-lock.json has it, on as little of Debian as it needs, with the bundled operator. */
export async function operatorImage({ folder, packages, jars }: OperatorIngredients, reference: string): Promise<BuiltImage> {
  const debian = await debianTree(packages, [user]);
  trustForOpenssl(debian);
  const runtime = new FileTree();
  const node = await readFile(join(root, "node_modules/node/bin/node"));
  runtime.file("usr/local/bin/node", node, 0o755);
  const [jar = ""] = jars;
  runtime.file(javaagent.slice(1), await readFile(jar));
  const operator = new FileTree();
  await operator.add(folder, (path) => `${home.slice(1)}/${path}`);
  const { version: nodeVersion } = await packageIn(join(root, "node_modules/node"));
  const { name, version } = await packageIn(folder);
  const main = await readFile(join(folder, "main.js"));
  const labels = { "org.opencontainers.image.title": "Millrace operator", "org.opencontainers.image.version": version };
  return {
    image: { reference, architecture, config: { ...operatorConfig, Labels: labels }, layers: [debian, runtime, operator] },
    components: [
      ...packages.map(componentOfPackage),
      application("node", nodeVersion, `pkg:generic/node@${nodeVersion}`, node),
      ...(await Promise.all(jars.map(componentOfJar))),
      application(name, version, `pkg:npm/${encodeURIComponent(name)}@${version}`, main),
    ],
  };
}

/** The path of its OCI archive, made if need be. Throws as `operatorIngredients`. */
export async function operatorArchive(folder: string, reference: string): Promise<string> {
  const ingredients = await operatorIngredients(folder);
  const { packages, jars } = ingredients;
  const node = await packageIn(join(root, "node_modules/node"));
  const named = [node.version, ...packages.map(({ sha256 }) => sha256), ...jars.map((jar) => basename(jar))];
  return cachedArchive(reference, { ingredients: named, folders: [folder] }, () => operatorImage(ingredients, reference));
}

async function packageIn(folder: string): Promise<{ readonly name: string; readonly version: string }> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { name: string; version: string };
}
