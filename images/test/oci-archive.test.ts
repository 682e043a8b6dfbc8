import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FileTree } from "../src/file-tree.ts";
import { type ImageConfig, writeImage } from "../src/oci-archive.ts";

interface Member {
  readonly mode: number;
  readonly type: string;
  readonly target: string;
  readonly content: Buffer;
}

/** Reads a tar file as POSIX describes it, extended headers included. */
function members(bytes: Buffer): ReadonlyMap<string, Member> {
  const found = new Map<string, Member>();
  const text = (block: Buffer, at: number, length: number) => block.toString("utf8", at, at + length).replace(/\0.*$/s, "");
  let extended: Record<string, string> = {};
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const block = bytes.subarray(at, at + 512);
    const sum = Number.parseInt(text(block, 148, 8), 8);
    const blank = Buffer.concat([block.subarray(0, 148), Buffer.from(" ".repeat(8)), block.subarray(156)]);
    assert.equal(
      blank.reduce((total, byte) => total + byte, 0),
      sum,
      "the checksum of a header",
    );
    assert.equal(text(block, 257, 6), "ustar");
    assert.equal(Number.parseInt(text(block, 108, 8), 8), 0, "all is root's");
    assert.equal(Number.parseInt(text(block, 136, 12), 8), 0, "nothing has a time");
    const size = Number.parseInt(text(block, 124, 12), 8);
    const content = bytes.subarray(at + 512, at + 512 + size);
    const type = text(block, 156, 1);
    if (type === "x") {
      extended = Object.fromEntries([...content.toString().matchAll(/\d+ (\w+)=(.*)\n/g)].map(([, key = "", value = ""]) => [key, value]));
    } else {
      const { path = text(block, 0, 100), linkpath = text(block, 157, 100) } = extended;
      found.set(path, { mode: Number.parseInt(text(block, 100, 8), 8), type, target: linkpath, content });
      extended = {};
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return found;
}

const digestOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
const longName = `opt/${"long/".repeat(30)}name`;

/** A folder on disk with the same content each time, but other times and another order of making. */
async function madeFolder(parent: string, name: string, files: readonly string[]): Promise<string> {
  const folder = join(parent, name);
  for (const file of files) {
    await mkdir(join(folder, "sub"), { recursive: true });
    await writeFile(join(folder, file), `content of ${file}`, { mode: file.endsWith(".sh") ? 0o4755 : 0o644 });
    await utimes(join(folder, file), Math.random() * 1e9, 1);
  }
  await symlink("sub/a", join(folder, "link"));
  return folder;
}

async function imageOf(folder: string, archive: string, config: ImageConfig): Promise<string> {
  const tree = new FileTree();
  await tree.add(folder, (path) => (path === "left-out" ? undefined : `opt/${path}`));
  tree.file(longName, "long");
  return writeImage({ reference: "millrace.test/try:7", architecture: "amd64", config, layers: [tree] }, archive);
}

test("an image is the same bytes whenever and wherever it is made, and reads as what was put in", async () => {
  const parent = await mkdtemp(join(tmpdir(), "millrace-images-"));
  try {
    const config = { Entrypoint: ["/opt/run.sh"], User: "1001" };
    const one = await madeFolder(parent, "one", ["run.sh", "sub/a", "left-out"]);
    const other = await madeFolder(parent, "other", ["left-out", "sub/a", "run.sh"]);
    const digest = await imageOf(one, join(parent, "one.tar"), config);
    assert.equal(await imageOf(other, join(parent, "other.tar"), config), digest);
    const bytes = await readFile(join(parent, "one.tar"));
    assert.ok(bytes.equals(await readFile(join(parent, "other.tar"))));

    const archive = members(bytes);
    const json = (name: string) => JSON.parse(String(archive.get(name)?.content));
    const blob = (of: string): Buffer => {
      const content = archive.get(`blobs/sha256/${of.replace("sha256:", "")}`)?.content ?? Buffer.alloc(0);
      assert.equal(`sha256:${digestOf(content)}`, of);
      return content;
    };
    const [described] = json("index.json").manifests;
    assert.equal(described.digest, digest);
    assert.equal(described.annotations["io.containerd.image.name"], "millrace.test/try:7");
    const manifest = JSON.parse(String(blob(digest)));
    const image = JSON.parse(String(blob(manifest.config.digest)));
    assert.deepEqual(image.config, config);
    assert.deepEqual(image.rootfs.diff_ids, [manifest.layers[0].digest]);

    const layer = members(blob(manifest.layers[0].digest));
    assert.deepEqual([...layer.keys()].slice(0, 4), ["opt/", "opt/link", "opt/long/", "opt/long/long/"]);
    assert.equal(layer.get("opt/run.sh")?.mode, 0o755, "without the bit that makes somebody else of who runs it");
    assert.equal(layer.get("opt/link")?.target, "sub/a");
    assert.equal(String(layer.get(longName)?.content), "long");
    assert.ok(!layer.has("opt/left-out"));
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
});
