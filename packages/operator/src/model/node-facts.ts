import type { ClusterNode } from "./cluster.ts";
import type { Addresses } from "./listeners/addresses.ts";

/** What pods have to be replaced for when it changes. */
export interface CertificateFacts {
  readonly clusterCaCertGeneration: number;
  readonly clusterCaKeyGeneration: number;
  readonly clientsCaCertGeneration: number;
  /** Names of the keys of all authorities that a node trusts once it has started. */
  readonly trustedKeys: { readonly clusterCa: readonly string[]; readonly clientsCa: readonly string[] };
  /** Of the certificate of each node, by the names of pods. */
  readonly serverCertHashes: ReadonlyMap<string, string>;
  /** Thumbprints of listeners' own certificates, by the names of the listeners. */
  readonly listenerCertThumbprints: ReadonlyMap<string, string>;
}

/** What has to be known before a Kafka's nodes can be declared. */
export interface NodeFacts {
  readonly addresses: Addresses;
  /** Texts of ConfigMaps that the Kafka refers to, by `name/key`. */
  readonly texts: ReadonlyMap<string, string>;
  readonly certificates: CertificateFacts;
  /** Whether a node has a pod. Default: each has. */
  readonly isAwake?: (node: ClusterNode) => boolean;
}
