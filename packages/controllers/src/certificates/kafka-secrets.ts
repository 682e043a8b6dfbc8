import { MillraceError } from "@millrace/kit";
import type { Stored } from "@millrace/kube";
import { clusterLabel, type Kafka, kinds, type Secret } from "@millrace/resources";
import { isSameSecret } from "../same-secret.ts";
import type { SecretAccess } from "./secret-access.ts";

/** What a Secret holds, not yet in base64. */
export type SecretContent = Readonly<Record<string, string | Buffer>>;

/** A Secret as it is to be. */
export interface WantedSecret {
  readonly name: string;
  /** What it is for, by Strimzi's word: `certificate-authority`, `kafka`. */
  readonly componentType: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly content: SecretContent;
  /** Whether it goes when the Kafka goes. */
  readonly isOwned: boolean;
}

const [kindLabel, managedByLabel] = ["strimzi.io/kind", "app.kubernetes.io/managed-by"];
const manager = "millrace";

/** Whether a Secret was made for a Kafka, and is to be written with it. */
export function isKafkaSecret({ metadata }: Secret, kafka: Kafka): boolean {
  const { labels = {}, ownerReferences = [] } = metadata;
  const { name } = kafka.metadata;
  const owners = ownerReferences.filter((owner) => owner.kind === kafka.kind);
  if (owners.length > 0) return owners.some((owner) => owner.name === name);
  return labels[managedByLabel] === manager && labels[kindLabel] === kafka.kind && labels[clusterLabel] === name;
}

/** The Secrets of one Kafka. */
export class KafkaSecrets {
  readonly #access: SecretAccess;
  readonly #kafka: Stored<Kafka>;

  constructor(access: SecretAccess, kafka: Stored<Kafka>) {
    this.#access = access;
    this.#kafka = kafka;
  }

  get(name: string): Promise<Stored<Secret> | undefined> {
    return this.#access.get({ namespace: this.#kafka.metadata.namespace, name });
  }

  /** The Secret of that name if it was made for the Kafka. Throws RESOURCE_CONFLICT if there is another one. */
  async own(name: string): Promise<Stored<Secret> | undefined> {
    const live = await this.get(name);
    if (live === undefined || isKafkaSecret(live, this.#kafka)) return live;
    const message = `Secret ${name} exists and does not belong to this Kafka: it is not overwritten`;
    throw new MillraceError("RESOURCE_CONFLICT", message);
  }

  /** Makes a Secret be as wanted, in place of the one that `own` gave. Throws what `KubeClient` throws, if another one is there by now. */
  async keep(wanted: WantedSecret, live: Stored<Secret> | undefined): Promise<void> {
    const secret = this.#secret(wanted);
    if (live === undefined) await this.#access.create(secret);
    else if (!isSameSecret(secret, live)) {
      const { ownerReferences: _, ...kept } = live.metadata;
      await this.#access.update({ ...live, ...secret, metadata: { ...kept, ...secret.metadata } });
    }
  }

  #secret({ name, componentType, annotations, content, isOwned }: WantedSecret): Secret {
    const { apiVersion, kind } = kinds.Kafka;
    const { namespace, name: kafka, uid } = this.#kafka.metadata;
    const owner = { apiVersion, kind, name: kafka, uid, controller: false, blockOwnerDeletion: true };
    return {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name,
        ...(namespace === undefined ? {} : { namespace }),
        labels: labelsOf(this.#kafka, componentType),
        annotations,
        ...(isOwned ? { ownerReferences: [owner] } : {}),
      },
      type: "Opaque",
      data: encoded(content),
    };
  }
}

/** Labels that Strimzi gives to what it makes for a Kafka, those of the Kafka itself included. */
function labelsOf({ metadata, kind }: Kafka, componentType: string): Readonly<Record<string, string>> {
  const { name, labels = {} } = metadata;
  return {
    ...labels,
    [kindLabel]: kind,
    "strimzi.io/name": componentType === "kafka" ? `${name}-kafka` : "strimzi",
    [clusterLabel]: name,
    "strimzi.io/component-type": componentType,
    "app.kubernetes.io/name": componentType,
    "app.kubernetes.io/instance": name,
    "app.kubernetes.io/part-of": `strimzi-${name}`,
    [managedByLabel]: manager,
  };
}

function encoded(content: SecretContent): Record<string, string> {
  const bytesOf = (value: string | Buffer) => (typeof value === "string" ? Buffer.from(value) : value);
  return Object.fromEntries(Object.entries(content).map(([entry, value]) => [entry, bytesOf(value).toString("base64")]));
}
