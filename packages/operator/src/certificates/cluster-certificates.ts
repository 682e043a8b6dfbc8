import {
  type AuthorityName,
  type CertificateIssuer,
  type CertifiedKeys,
  ClusterAuthorities,
  givenKeys,
  IssuedCertificates,
  KafkaSecrets,
  type KnownAuthority,
  type SecretAccess,
} from "@millrace/controllers/certificates";
import type { Clock, Logger, Random } from "@millrace/kit";
import type { KubeObject, Stored } from "@millrace/kube";
import type { Kafka, Listener } from "@millrace/resources";
import { certificateNames } from "../model/certificate-names.ts";
import type { ClusterNode, KafkaCluster } from "../model/cluster.ts";
import { hashStub } from "../model/hash.ts";
import type { Addresses } from "../model/listeners/addresses.ts";
import type { CertificateFacts } from "../model/node-facts.ts";
import { isTrustedByAll, keyNamesIn } from "./trust.ts";

export interface ClusterCertificatesOptions {
  readonly secrets: SecretAccess;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** What a Kafka has of certificates. */
export interface CertifiedCluster {
  readonly facts: CertificateFacts;
  /** In PEM, those by which clients know the brokers, by the names of listeners with TLS. */
  readonly trusted: ReadonlyMap<string, readonly string[]>;
  /** By which the operator is known to the nodes, and they to it. */
  readonly operator: CertifiedKeys & { readonly trusted: string };
}

type Given = Awaited<ReturnType<typeof givenKeys>>;

/** The name by which nodes know the operator: one of those who may do everything. */
const operatorName = "cluster-operator";

/** The authorities of Kafkas, what their nodes are known by and whom they trust, in Secrets by Strimzi's names. */
export class ClusterCertificates {
  readonly #options: ClusterCertificatesOptions;
  readonly #authorities: ClusterAuthorities;
  readonly #issued: IssuedCertificates;

  constructor(options: ClusterCertificatesOptions) {
    this.#options = options;
    this.#authorities = new ClusterAuthorities(options);
    this.#issued = new IssuedCertificates(options);
  }

  /** `pods`: those that run. Throws CONFIG_INVALID for Secrets that can't be used, RESOURCE_CONFLICT for somebody else's, and what `KubeClient` throws. */
  async bringAbout(
    kafka: Stored<Kafka>,
    cluster: KafkaCluster,
    { addresses, pods }: { readonly addresses: Addresses; readonly pods: readonly KubeObject[] },
  ): Promise<CertifiedCluster> {
    const secrets = new KafkaSecrets(this.#options.secrets, kafka);
    const authorities = await this.#authorities.bringAbout(kafka);
    const { authority } = authorities["cluster-ca"];
    const issuer = { authority, isTrusted: isTrustedByAll(authority, pods) };
    const given = await this.#given(secrets, cluster);
    await this.#trustBundle(secrets, cluster, authorities);
    const nodes = await Promise.all(
      cluster.nodes.map(async (node): Promise<readonly [string, string]> => {
        const keys = await this.#node(kafka, secrets, issuer, { cluster, node, addresses, given });
        return [node.podName, hashStub(keys.chain)];
      }),
    );
    const operator = await this.#issued.bringAbout(kafka, secrets, issuer, {
      ...{ secretName: `${cluster.name}-cluster-operator-certs`, entry: operatorName, commonName: operatorName },
      use: { kind: "client" },
    });
    return {
      facts: factsOf(authorities, given, new Map(nodes)),
      trusted: trustedAt(cluster.listeners, given, authorities),
      operator: { ...operator, trusted: authorities["cluster-ca"].trusted.join("") },
    };
  }

  /** Certificates that listeners have of their own. */
  async #given(secrets: KafkaSecrets, { listeners }: KafkaCluster): Promise<ReadonlyMap<string, Given>> {
    const own = listeners.flatMap(({ name, configuration }): ReadonlyArray<Promise<readonly [string, Given]>> => {
      const source = configuration?.brokerCertChainAndKey;
      return source === undefined ? [] : [givenKeys(secrets, source, this.#options.clock.now()).then((keys) => [name, keys])];
    });
    return new Map(await Promise.all(own));
  }

  #node(
    kafka: Kafka,
    secrets: KafkaSecrets,
    issuer: CertificateIssuer,
    of: {
      readonly cluster: KafkaCluster;
      readonly node: ClusterNode;
      readonly addresses: Addresses;
      readonly given: ReadonlyMap<string, Given>;
    },
  ): Promise<CertifiedKeys> {
    const { cluster, node, addresses, given } = of;
    const { dns, ip } = certificateNames(cluster, node, addresses);
    const own = node.isBroker ? cluster.listeners.flatMap((listener) => entriesOf(listener, given.get(listener.name))) : [];
    return this.#issued.bringAbout(kafka, secrets, issuer, {
      ...{ secretName: node.podName, entry: node.podName, commonName: cluster.names.component },
      use: { kind: "server", names: [...dns, ...ip] },
      more: Object.fromEntries(own),
    });
  }

  async #trustBundle(
    secrets: KafkaSecrets,
    { names }: KafkaCluster,
    authorities: Readonly<Record<AuthorityName, KnownAuthority>>,
  ): Promise<void> {
    const content = {
      "cluster-ca.crt": authorities["cluster-ca"].trusted.join(""),
      "clients-ca.crt": authorities["clients-ca"].trusted.join(""),
    };
    const wanted = { name: names.trustBundle, componentType: "kafka", isOwned: true, annotations: {}, content };
    await secrets.keep(wanted, await secrets.own(names.trustBundle));
  }
}

/** As the nodes' configuration names them. */
function entriesOf({ name, port }: Listener, given: Given | undefined): ReadonlyArray<readonly [string, string]> {
  if (given === undefined) return [];
  const entry = `${name}-${port}`.toLowerCase();
  return [
    [`${entry}.key`, given.key],
    [`${entry}.crt`, given.chain],
  ];
}

function factsOf(
  authorities: Readonly<Record<AuthorityName, KnownAuthority>>,
  given: ReadonlyMap<string, Given>,
  serverCertHashes: ReadonlyMap<string, string>,
): CertificateFacts {
  const { authority: cluster } = authorities["cluster-ca"];
  return {
    clusterCaCertGeneration: cluster.certificateGeneration,
    clusterCaKeyGeneration: cluster.keyGeneration,
    clientsCaCertGeneration: authorities["clients-ca"].authority.certificateGeneration,
    trustedKeys: { clusterCa: keyNamesIn(authorities["cluster-ca"].trusted), clientsCa: keyNamesIn(authorities["clients-ca"].trusted) },
    serverCertHashes,
    listenerCertThumbprints: new Map([...given].map(([name, { chain }]) => [name, hashStub(chain)])),
  };
}

function trustedAt(
  listeners: readonly Listener[],
  given: ReadonlyMap<string, Given>,
  authorities: Readonly<Record<AuthorityName, KnownAuthority>>,
): ReadonlyMap<string, readonly string[]> {
  const withTls = listeners.filter(({ tls }) => tls);
  return new Map(
    withTls.map(({ name }) => {
      const own = given.get(name);
      return [name, own === undefined ? authorities["cluster-ca"].trusted : [own.chain]];
    }),
  );
}
