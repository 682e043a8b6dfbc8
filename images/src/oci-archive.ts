import { createHash } from "node:crypto";
import { rename, writeFile } from "node:fs/promises";
import type { FileTree } from "./file-tree.ts";
import { end, file, tar } from "./tar.ts";

/** What containers of an image start with (OCI image specification, "Image Configuration"). */
export interface ImageConfig {
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Env?: readonly string[];
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly Labels?: Readonly<Record<string, string>>;
}

export type Architecture = "amd64" | "arm64";

export interface Image {
  /** `registry/name:tag` */
  readonly reference: string;
  readonly architecture: Architecture;
  readonly config: ImageConfig;
  /** From the bottom up. */
  readonly layers: readonly FileTree[];
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Blob {
  readonly descriptor: Descriptor;
  readonly chunks: readonly Buffer[];
}

const mediaTypes = {
  layer: "application/vnd.oci.image.layer.v1.tar",
  config: "application/vnd.oci.image.config.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  index: "application/vnd.oci.image.index.v1+json",
} as const;

/** Nothing in an image tells when it was made. */
const created = "1970-01-01T00:00:00Z";

/** The architecture of this machine, as images call it. */
export const architecture: Architecture = process.arch === "arm64" ? "arm64" : "amd64";

/**
 * Writes an image as an OCI archive (an image layout in a tar file), which containerd imports and skopeo copies to a registry: the same
 * bytes for the same image. Returns the digest of its manifest. Throws what the file system does.
 */
export async function writeImage(image: Image, path: string): Promise<string> {
  const layers = image.layers.map((tree) => blobOf(mediaTypes.layer, [...tar(tree)]));
  const config = jsonBlob(mediaTypes.config, {
    ...{ architecture: image.architecture, os: "linux", created, config: image.config },
    rootfs: { type: "layers", diff_ids: layers.map(({ descriptor }) => descriptor.digest) },
  });
  const manifest = jsonBlob(mediaTypes.manifest, {
    ...{ schemaVersion: 2, mediaType: mediaTypes.manifest, config: config.descriptor },
    layers: layers.map(({ descriptor }) => descriptor),
  });
  const annotations = {
    "io.containerd.image.name": image.reference,
    "org.opencontainers.image.ref.name": image.reference.slice(image.reference.lastIndexOf(":") + 1),
  };
  const index = { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [{ ...manifest.descriptor, annotations }] };
  const blobs = new Map([...layers, config, manifest].map((blob) => [blob.descriptor.digest, blob]));

  function* archive(): Generator<Buffer> {
    yield* file("oci-layout", Buffer.from(JSON.stringify({ imageLayoutVersion: "1.0.0" })));
    yield* file("index.json", Buffer.from(JSON.stringify(index)));
    for (const [digest, { chunks }] of blobs) yield* file(`blobs/sha256/${digest.slice("sha256:".length)}`, Buffer.concat(chunks));
    yield end;
  }
  await writeFile(`${path}.new`, archive());
  await rename(`${path}.new`, path);
  return manifest.descriptor.digest;
}

const jsonBlob = (mediaType: string, value: object): Blob => blobOf(mediaType, [Buffer.from(JSON.stringify(value))]);

function blobOf(mediaType: string, chunks: readonly Buffer[]): Blob {
  const hash = createHash("sha256");
  let size = 0;
  for (const chunk of chunks) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { descriptor: { mediaType, digest: `sha256:${hash.digest("hex")}`, size }, chunks };
}
