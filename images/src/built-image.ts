import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cachedFolder } from "../../conformance/src/toolchain/cache.ts";
import { type Image, writeImage } from "./oci-archive.ts";
import { type Component, sbomOf } from "./sbom.ts";

export interface BuiltImage {
  readonly image: Image;
  /** What it is made of. */
  readonly components: readonly Component[];
}

/** Writes an image as `NAME.tar`, and beside it what it is made of as `NAME.cdx.json` (CycloneDX). Returns its digest. */
export async function writeArchive({ image, components }: BuiltImage, folder: string, name: string): Promise<string> {
  const digest = await writeImage(image, join(folder, `${name}.tar`));
  await writeFile(join(folder, `${name}.cdx.json`), `${JSON.stringify(sbomOf(image.reference, digest, components), undefined, 2)}\n`);
  return digest;
}

/** The archive of an image, from the cache if one was made of the same before: of these ingredients, of what is in folders, by this code. */
export async function cachedArchive(
  reference: string,
  { ingredients, folders }: { readonly ingredients: readonly string[]; readonly folders: readonly string[] },
  make: () => Promise<BuiltImage>,
): Promise<string> {
  const contents = await Promise.all([import.meta.dirname, ...folders].map(contentsOf));
  const folder = await cachedFolder("image", [reference, ...ingredients, ...contents.flat()], async (target) => {
    await writeArchive(await make(), target, "image");
  });
  return join(folder, "image.tar");
}

/** Names and contents of the files in a folder, at any depth. */
async function contentsOf(folder: string): Promise<ReadonlyArray<string | Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const contents = await Promise.all(files.sort().map(async (path) => [path.slice(folder.length), await readFile(path)]));
  return contents.flat();
}
