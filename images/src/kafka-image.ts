import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type BuiltImage, cachedArchive } from "./built-image.ts";
import { type DebianPackage, debianTree, fetchPackages } from "./debian.ts";
import { FileTree } from "./file-tree.ts";
import { jarsOf } from "./maven.ts";
import { architecture } from "./oci-archive.ts";
import { componentOfJar, componentOfPackage } from "./sbom.ts";
import { trustForJava, trustForOpenssl } from "./trusted-authorities.ts";

/** Versions of Apache Kafka that images are made of. */
export const kafkaVersions = ["4.3.1", "4.2.2"] as const;

/** What Kafka and its scripts need of Debian. */
export const kafkaPackages = [
  ...["base-files", "bash", "ca-certificates", "coreutils", "dash", "grep", "netbase", "openjdk-21-jre-headless", "sed", "tzdata"],
] as const;

/** Where Apache's own image has them, and its user. */
const home = "/opt/kafka";
const javaHome = "/opt/java/openjdk";
const user = { name: "appuser", id: 1000, home: "/home/appuser" };

export const kafkaConfig = {
  User: String(user.id),
  WorkingDir: home,
  Env: [`PATH=${home}/bin:${javaHome}/bin:/usr/local/bin:/usr/bin:/bin`, `JAVA_HOME=${javaHome}`, "LANG=C.UTF-8"],
  Cmd: ["bash"],
} as const;

const source = join(import.meta.dirname, "../kafka");

/** What an image of Kafka is made of. */
export interface KafkaIngredients {
  readonly version: string;
  readonly packages: readonly DebianPackage[];
  readonly jars: readonly string[];
}

/** Fetches them. Throws NOT_FOUND without apt or Maven, REQUEST_FAILED. */
export async function kafkaIngredients(version: string): Promise<KafkaIngredients> {
  const jars = await jarsOf(join(source, "pom.xml"), { "kafka.version": version });
  return { version, packages: await fetchPackages(kafkaPackages), jars };
}

/** Debian's JRE, and Apache Kafka as Maven Central has it. */
export async function kafkaImage({ version, packages, jars }: KafkaIngredients, reference: string): Promise<BuiltImage> {
  const debian = await debianTree(packages, [user]);
  trustForOpenssl(debian);
  trustForJava(debian);
  debian.link(javaHome.slice(1), `/usr/lib/jvm/java-21-openjdk-${architecture}`);
  const libs = new FileTree();
  for (const jar of jars) libs.file(`${home.slice(1)}/libs/${basename(jar)}`, await readFile(jar));
  const labels = { "org.opencontainers.image.title": "Apache Kafka", "org.opencontainers.image.version": version };
  return {
    image: { reference, architecture, config: { ...kafkaConfig, Labels: labels }, layers: [debian, libs, await ownFiles()] },
    components: [...packages.map(componentOfPackage), ...(await Promise.all(jars.map(componentOfJar)))],
  };
}

/** The path of its OCI archive, made if need be. Throws NOT_FOUND without apt or Maven, REQUEST_FAILED. */
export async function kafkaArchive(version: string, reference: string): Promise<string> {
  const ingredients = await kafkaIngredients(version);
  const { packages, jars } = ingredients;
  const named = [version, ...packages.map(({ sha256 }) => sha256), ...jars.map((jar) => basename(jar))];
  return cachedArchive(reference, { ingredients: named, folders: [source] }, () => kafkaImage(ingredients, reference));
}

/** Kafka's scripts, by the names that its users know, and what it logs. */
async function ownFiles(): Promise<FileTree> {
  const tree = new FileTree();
  await tree.add(source, (path) => (/^(?:bin|config)(?:\/|$)/.test(path) ? `${home.slice(1)}/${path}` : undefined));
  const tools = await readFile(join(source, "bin/tools"), "utf8");
  for (const [, name] of tools.matchAll(/^(\S+) /gm)) tree.link(`${home.slice(1)}/bin/${name}.sh`, "kafka-tool.sh");
  // Brokers that are not told otherwise write their logs of garbage collection there.
  tree.folder(`${home.slice(1)}/logs`, 0o1777);
  return tree;
}
