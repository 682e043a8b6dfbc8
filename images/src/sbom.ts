import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { type DebianPackage, suite } from "./debian.ts";

/** Something that an image holds, as CycloneDX names it. */
export interface Component {
  readonly type: "library" | "application" | "container";
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  /** Package URL (ECMA-427). */
  readonly purl: string;
  readonly hashes: readonly [{ readonly alg: "SHA-256" | "SHA-512"; readonly content: string }];
}

const hashOf = (sha256: string): Component["hashes"] => [{ alg: "SHA-256", content: sha256 }];

const sha256Of = (content: Buffer): string => createHash("sha256").update(content).digest("hex");

export function componentOfPackage({ name, version, architecture, sha256 }: DebianPackage): Component {
  const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${architecture}&distro=${suite}`;
  return { type: "library", name, version, purl, hashes: hashOf(sha256) };
}

/** A jar in Maven's local repository, where its path says what it is: `org/apache/kafka/kafka-clients/4.3.1/kafka-clients-4.3.1.jar`. */
export async function componentOfJar(path: string): Promise<Component> {
  const [, groupPath = "", name = "", version = ""] = /\/repository\/(.+)\/([^/]+)\/([^/]+)\/[^/]+$/.exec(path) ?? [];
  const group = groupPath.replaceAll("/", ".");
  const classifier = basename(path, ".jar").slice(`${name}-${version}`.length + 1);
  const purl = `pkg:maven/${group}/${name}@${version}${classifier === "" ? "" : `?classifier=${classifier}`}`;
  return { type: "library", group, name, version, purl, hashes: hashOf(sha256Of(await readFile(path))) };
}

/** What package-lock.json says of a package of npm. */
export interface LockedPackage {
  readonly version: string;
  /** Of its archive, as Subresource Integrity writes it: `sha512-…`. */
  readonly integrity: string;
}

/** `place`: where package-lock.json has it, `node_modules/yaml`. */
export function componentOfNpmPackage(place: string, { version, integrity }: LockedPackage): Component {
  const full = place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
  const content = Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex");
  const purl = `pkg:npm/${full.replace("@", "%40")}@${version}`;
  const [name = "", group] = full.split("/").reverse();
  return { type: "library", ...(group !== undefined && { group }), name, version, purl, hashes: [{ alg: "SHA-512", content }] };
}

export function application(name: string, version: string, purl: string, content: Buffer): Component {
  return { type: "application", name, version, purl, hashes: hashOf(sha256Of(content)) };
}

/** What an image is made of, as a CycloneDX document: the same for the same image. `digest` is that of its manifest. */
export function sbomOf(reference: string, digest: string, components: readonly Component[]): object {
  const at = reference.lastIndexOf(":");
  const [, sha256 = ""] = digest.split(":");
  const purl = `pkg:oci/${reference.slice(reference.lastIndexOf("/") + 1, at)}@sha256%3A${sha256}`;
  const image = { type: "container", name: reference.slice(0, at), version: reference.slice(at + 1), purl, hashes: hashOf(sha256) };
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    // A UUID of version 8 (RFC 9562), which the digest makes.
    serialNumber: `urn:uuid:${sha256.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-8$3-8$4-$5")}`,
    version: 1,
    metadata: { component: { "bom-ref": purl, ...image } },
    components: components.map((component) => ({ "bom-ref": component.purl, ...component })),
    dependencies: [{ ref: purl, dependsOn: components.map((component) => component.purl) }],
  };
}
