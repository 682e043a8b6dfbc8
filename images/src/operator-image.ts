import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { MillraceError } from "@millrace/kit";
import { mustRun } from "../../conformance/src/toolchain/commands.ts";
import { type BuiltImage, cachedArchive } from "./built-image.ts";
import { type DebianPackage, debianTree, fetchPackages } from "./debian.ts";
import { FileTree } from "./file-tree.ts";
import { jarsOf } from "./maven.ts";
import { architecture } from "./oci-archive.ts";
import { application, type Component, componentOfJar, componentOfNpmPackage, componentOfPackage, type LockedPackage } from "./sbom.ts";
import { trustForOpenssl } from "./trusted-authorities.ts";

/** What Node needs of Debian, and whoever talks to others. No shell. */
export const operatorPackages = ["base-files", "ca-certificates", "libc6", "libgcc-s1", "libstdc++6", "netbase", "tzdata"] as const;

const home = "/opt/millrace";
const agents = "/opt/jmx-exporter";
/** What an init container puts beside a Kafka that is to tell its metrics. */
export const javaagent = `${agents}/jmx_prometheus_javaagent.jar`;
const user = { name: "millrace", id: 1001, home: "/nonexistent" };

/**
 * The operator waits most of the time, and what it does is done in ms without V8's optimizing compilers: their code and what they compile would be
 * a fifth of its memory (measured: `npm run bench -- --only operator`). What is young dies young, so that little room is enough for it.
 */
export const operatorFlags = ["--max-semi-space-size=1", "--optimize-for-size", "--no-opt", "--no-maglev"] as const;

export const operatorConfig = {
  User: String(user.id),
  WorkingDir: home,
  // One arena of the C library's memory is enough for threads that wait, and wastes less than one for each.
  Env: ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "MALLOC_ARENA_MAX=1"],
  Entrypoint: ["node", ...operatorFlags, `${home}/main.js`],
} as const;

const root = join(import.meta.dirname, "../..");

/** What an image of the operator is made of. */
export interface OperatorIngredients {
  /** The operator with all that it needs: `main.js`, and a `package.json` that names it. */
  readonly folder: string;
  readonly packages: readonly DebianPackage[];
  readonly jars: readonly string[];
}

/** Bundles the operator of these sources. Returns its folder. Throws REQUEST_FAILED. */
export async function bundledOperator(): Promise<string> {
  await mustRun(process.execPath, [join(root, "scripts/bundle.mjs"), "operator"]);
  return join(root, "packages/operator/dist/bundle");
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
  for (const jar of jars) runtime.file(placeOf(jar), await readFile(jar));
  const operator = new FileTree();
  await operator.add(folder, (path) => `${home.slice(1)}/${path}`);
  const { version: nodeVersion } = await packageIn(join(root, "node_modules/node"));
  const { name, version, bundled = [] } = await packageIn(folder);
  const main = await readFile(join(folder, "main.js"));
  const labels = { "org.opencontainers.image.title": "Millrace operator", "org.opencontainers.image.version": version };
  return {
    image: { reference, architecture, config: { ...operatorConfig, Labels: labels }, layers: [debian, runtime, operator] },
    components: [
      ...packages.map(componentOfPackage),
      application("node", nodeVersion, `pkg:generic/node@${nodeVersion}`, node),
      ...(await Promise.all(jars.map(componentOfJar))),
      application(name, version, `pkg:npm/${name.replace("@", "%40")}@${version}`, main),
      ...(await bundledComponents(bundled)),
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

/** The agent has a name without a version, as Kafka's start names it; plug-ins are whatever is in their folder. */
function placeOf(jar: string): string {
  const name = basename(jar);
  return (name.startsWith("jmx_prometheus_javaagent-") ? javaagent : `${agents}/libs/${name}`).slice(1);
}

async function bundledComponents(places: readonly string[]): Promise<readonly Component[]> {
  const lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8")) as { packages: Record<string, LockedPackage> };
  return places.map((place) => {
    const locked = lock.packages[place];
    if (locked === undefined) throw new MillraceError("NOT_FOUND", `package-lock.json has no ${place}, which is in the operator's bundle`);
    return componentOfNpmPackage(place, locked);
  });
}

interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** Packages of npm inside, by their places in package-lock.json. */
  readonly bundled?: readonly string[];
}

async function packageIn(folder: string): Promise<BundledPackage> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as BundledPackage;
}
