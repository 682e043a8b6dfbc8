import type { KubeObject } from "@millrace/kube";
import type { CertificateFacts } from "./node-facts.ts";
import { trustedKeysAnnotations } from "./pod-set-annotations.ts";

/** What the declared pods of a Kafka say of its certificates: as long as those stay, so does this. */
export function observedCertificates(pods: readonly KubeObject[]): CertificateFacts {
  const of = (pod: KubeObject | undefined, name: string): string | undefined => pod?.metadata.annotations?.[name];
  const latest = pods[0];
  const generation = (authority: string): number => Number(of(latest, `strimzi.io/${authority}-generation`) ?? 0);
  const keys = (name: string): readonly string[] => (of(latest, name) ?? "").split(",").filter((key) => key !== "");
  const hashes = pods.map((pod) => [pod.metadata.name, of(pod, "strimzi.io/server-cert-hash")] as const);
  const thumbprints = pods.flatMap((pod) => pairsIn(of(pod, "strimzi.io/custom-listener-cert-thumbprints") ?? ""));
  return {
    clusterCaCertGeneration: generation("cluster-ca-cert"),
    clusterCaKeyGeneration: generation("cluster-ca-key"),
    clientsCaCertGeneration: generation("clients-ca-cert"),
    trustedKeys: { clusterCa: keys(trustedKeysAnnotations.clusterCa), clientsCa: keys(trustedKeysAnnotations.clientsCa) },
    serverCertHashes: new Map(hashes.flatMap(([name, hash]) => (hash === undefined ? [] : [[name, hash] as const]))),
    listenerCertThumbprints: new Map(thumbprints),
  };
}

/** `{route=a1b2, other=c3d4}` */
const pairsIn = (text: string): ReadonlyArray<readonly [string, string]> =>
  [...text.matchAll(/([^{},= ]+)=([^{},= ]+)/g)].map(([, name = "", value = ""]) => [name, value]);
