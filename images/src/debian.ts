import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MillraceError } from "@millrace/kit";
import { cachedFolder } from "../../conformance/src/toolchain/cache.ts";
import { mustRun, requireCommand, runCommand } from "../../conformance/src/toolchain/commands.ts";
import { FileTree } from "./file-tree.ts";
import { architecture } from "./oci-archive.ts";

/** The release that images are made of. */
export const suite = "trixie";

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
const howToGetIt = "Make images on Debian or Ubuntu; elsewhere, build their Containerfiles with a container tool.";

const sources = [`http://deb.debian.org/debian ${suite}`, `http://deb.debian.org/debian-security ${suite}-security`];

/** A package of Debian's as it goes into an image. */
export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  /** `all`, or that of the image. */
  readonly architecture: string;
  /** Of the package's file, in hexadecimal. */
  readonly sha256: string;
  /** The package's file on this machine. */
  readonly path: string;
}

/**
 * The packages and all that they depend on, in the versions that Debian has now, fetched and their signatures checked by apt. Nothing
 * of this machine's own apt is read or changed. Without a network, what was found the last time has to do. Throws NOT_FOUND without apt,
 * REQUEST_FAILED with what it says.
 */
export async function fetchPackages(names: readonly string[]): Promise<readonly DebianPackage[]> {
  const apt = requireCommand("apt-get", howToGetIt);
  const root = await cachedFolder("apt", [...sources, architecture, keyring], makeRoot);
  const options = [
    ...[`Dir=${root}`, `APT::Architecture=${architecture}`, `APT::Architectures=${architecture}`],
    ...["APT::Install-Recommends=false", "APT::Sandbox::User=root"],
  ].flatMap((option) => ["--option", option]);
  const run = (...args: readonly string[]) => mustRun(apt, [...options, "--yes", ...args], { timeoutMs: 600_000 });
  const updated = await runCommand(apt, [...options, "update"], { timeoutMs: 300_000 });
  const lists = await readdir(join(root, "var/lib/apt/lists"));
  if (updated.code !== 0 && !lists.some((name) => name.endsWith("_Packages")))
    throw new MillraceError("REQUEST_FAILED", `the lists of Debian's packages can't be had: ${updated.stderr}`);
  await run("--download-only", "install", ...names);
  // Inst libc6 (2.41-12 Debian:13.1/stable [amd64])
  const chosen = (await run("--simulate", "install", ...names)).matchAll(/^Inst (\S+) \((\S+) .*\[(\w+)\]\)/gm);
  const packages = [...chosen].map(async ([, name = "", version = "", architecture = ""]) => {
    const path = join(root, "var/cache/apt/archives", `${name}_${version.replaceAll(":", "%3a")}_${architecture}.deb`);
    const sha256 = createHash("sha256")
      .update(await readFile(path))
      .digest("hex");
    return { name, version, architecture, sha256, path };
  });
  return (await Promise.all(packages)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What apt needs of a system that nothing is installed in. */
async function makeRoot(folder: string): Promise<void> {
  const folders = [
    "etc/apt/preferences.d",
    "etc/apt/apt.conf.d",
    "var/lib/apt/lists/partial",
    "var/cache/apt/archives/partial",
    "var/lib/dpkg",
  ];
  for (const each of folders) await mkdir(join(folder, each), { recursive: true });
  await writeFile(join(folder, "var/lib/dpkg/status"), "");
  const lines = sources.map((source) => `deb [signed-by=${keyring}] ${source} main\n`);
  await writeFile(join(folder, "etc/apt/sources.list"), lines.join(""));
}

/** For people who read them on a machine of their own. */
const leftOut =
  /^usr\/share\/(?:man|info|locale|lintian|gdb|bug|doc\/[^/]+\/(?!copyright$)[^/]+)$|^usr\/lib\/debug$|^var\/(?:cache|backups)$/;

/** The files of packages, and what their scripts would have made of them that programs need: users, trusted authorities, resolution of names. */
export async function debianTree(packages: readonly DebianPackage[], users: readonly User[]): Promise<FileTree> {
  const folder = await mkdtemp(join(tmpdir(), "millrace-debian-"));
  try {
    // The package of the folders themselves comes first: some of them are links.
    const ordered = [...packages].sort((a, b) => Number(b.name === "base-files") - Number(a.name === "base-files"));
    for (const { path } of ordered) await mustRun("dpkg-deb", ["--extract", path, folder]);
    const tree = new FileTree();
    await tree.add(folder, (path) => (leftOut.test(path) ? undefined : path));
    const everybody = [{ name: "root", id: 0, home: "/root" }, ...users];
    tree.file("etc/passwd", everybody.map(({ name, id, home }) => `${name}:x:${id}:${id}::${home}:/bin/sh\n`).join(""));
    tree.file("etc/group", everybody.map(({ name, id }) => `${name}:x:${id}:\n`).join(""));
    tree.file("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
    return tree;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export interface User {
  readonly name: string;
  /** Also the number of its group. */
  readonly id: number;
  readonly home: string;
}
