/** RFC 1123 subdomain: what Kubernetes takes as the name of a resource. */
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const lengthMax = 253;

export const isResourceName = (name: string): boolean => name.length <= lengthMax && subdomain.test(name);

/** A name that Kubernetes takes, and that is the same for the same name only: what is not its own gets a checksum of the whole. */
export function resourceName(name: string): string {
  if (isResourceName(name)) return name;
  const letters = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const stem = letters.slice(0, 200).replaceAll(/^-+|-+$/g, "");
  return `${stem === "" ? "topic" : stem}---${checksum(name)}`;
}

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0");
}
