import { X509Certificate } from "node:crypto";
import type { KubeObject } from "@millrace/kube";
import { type Authority, pemBlocks } from "@millrace/security/certificates";
import { hashStub } from "../model/hash.ts";
import { trustedKeysAnnotations } from "../model/pod-set-annotations.ts";

/** Names of the keys of certificates: one that is renewed has the name that it had. */
function keyNames(certificates: readonly X509Certificate[]): readonly string[] {
  const names = certificates.map(({ publicKey }) => hashStub(publicKey.export({ type: "spki", format: "pem" }).toString()));
  return [...new Set(names)].sort();
}

export const keyNamesIn = (texts: readonly string[]): readonly string[] =>
  keyNames(pemBlocks(texts.join(""), "CERTIFICATE").map((block) => new X509Certificate(block)));

/**
 * Whether every node that runs trusts what an authority issues, by its key, or by one before from which its crosses lead to it. As long as one does
 * not, nodes go on with what was issued before: a first roll gives them the trust, and a second one the certificates.
 */
export function isTrustedByAll({ certificate, former, crosses }: Authority, pods: readonly KubeObject[]): boolean {
  const leading = former.filter(({ publicKey }) => crosses.some((cross) => cross.verify(publicKey)));
  const names = keyNames([certificate, ...leading]);
  const trustedBy = ({ metadata }: KubeObject) => metadata.annotations?.[trustedKeysAnnotations.clusterCa]?.split(",") ?? [];
  return pods.every((pod) => trustedBy(pod).some((name) => names.includes(name)));
}
