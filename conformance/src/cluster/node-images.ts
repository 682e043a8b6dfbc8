import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { FileTree } from "../../../images/src/file-tree.ts";
import { architecture, writeImage } from "../../../images/src/oci-archive.ts";
import { cachedFolder } from "../toolchain/cache.ts";
import { dnsProgram, pauseProgram } from "../toolchain/kubernetes.ts";

export const pauseImage = "millrace.test/pause:1";
const dnsImage = "millrace.test/coredns:1";

/** OCI archives that every node has from its beginning. */
export async function nodeImages(): Promise<readonly string[]> {
  return Promise.all([imageOf(pauseImage, await pauseProgram()), imageOf(dnsImage, await dnsProgram())]);
}

/** An image that is one static program; the path of its archive. */
async function imageOf(reference: string, program: string): Promise<string> {
  const content = await readFile(program);
  const folder = await cachedFolder("image", [reference, createHash("sha256").update(content).digest()], async (target) => {
    const tree = new FileTree();
    tree.file("program", content, 0o755);
    await writeImage({ reference, architecture, config: { Entrypoint: ["/program"] }, layers: [tree] }, join(target, "image.tar"));
  });
  return join(folder, "image.tar");
}
