import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { KubeClient, Stored } from "@millrace/kube";
import type { Planned, ProgressEntries } from "@millrace/plans/rebalances";
import { clusterLabel, type KafkaRebalance } from "@millrace/resources";
import { type ConfigMap, configMapKind } from "../kinds.ts";
import { rebalanceManager } from "./rebalance-manager.ts";

/** The entry that says what was proposed; the others are Strimzi's. It can be large, and is packed. */
const proposalEntry = "proposal.json.gz.base64";
const loadsEntry = "brokerLoad.json";

/** What is to be carried out, and whether that has begun. */
export interface RecordedProposal {
  readonly sessionId: string;
  readonly hasBegun: boolean;
  /** Held back by so much. */
  readonly throttleBytesPerSec?: number | undefined;
  readonly planned: Planned;
}

/** What is kept of a rebalance besides its status, in a ConfigMap of its name that goes with it: whoever comes later goes on by that. */
export class RebalanceRecord {
  readonly #client: KubeClient;
  readonly #rebalance: Stored<KafkaRebalance>;
  #data: Readonly<Record<string, string>>;
  #isThere: boolean;

  private constructor(client: KubeClient, rebalance: Stored<KafkaRebalance>, configMap: ConfigMap | undefined) {
    this.#client = client;
    this.#rebalance = rebalance;
    this.#isThere = configMap !== undefined;
    this.#data = configMap?.data ?? {};
  }

  static async read(client: KubeClient, rebalance: Stored<KafkaRebalance>, signal: AbortSignal): Promise<RebalanceRecord> {
    return new RebalanceRecord(client, rebalance, await client.get(configMapKind, rebalance.metadata, signal));
  }

  /** Name of the ConfigMap, if there is one. */
  get name(): string | undefined {
    return this.#isThere ? this.#rebalance.metadata.name : undefined;
  }

  /** Undefined: nothing is to be carried out. */
  async proposal(): Promise<RecordedProposal | undefined> {
    const packed = this.#data[proposalEntry];
    if (packed === undefined) return undefined;
    const text = await promisify(gunzip)(Buffer.from(packed, "base64"));
    return JSON.parse(text.toString()) as RecordedProposal;
  }

  /** `loads`: of brokers, before and after; left out: as it was. */
  async keep(
    proposal: RecordedProposal,
    loads: object | undefined,
    progress: Partial<ProgressEntries>,
    signal: AbortSignal,
  ): Promise<void> {
    const packed = (await promisify(gzip)(JSON.stringify(proposal))).toString("base64");
    await this.#write(
      { [proposalEntry]: packed, ...(loads === undefined ? {} : { [loadsEntry]: JSON.stringify(loads, null, 2) }), ...progress },
      signal,
    );
  }

  /** Nothing is to be carried out any more. */
  async drop(progress: Partial<ProgressEntries>, signal: AbortSignal): Promise<void> {
    await this.#write({ [proposalEntry]: undefined, ...progress }, signal);
  }

  async tell(progress: Partial<ProgressEntries>, signal: AbortSignal): Promise<void> {
    await this.#write(progress, signal);
  }

  async #write(changes: Readonly<Record<string, string | undefined>>, signal: AbortSignal): Promise<void> {
    const changed = { ...this.#data, ...changes };
    const data = Object.fromEntries(Object.entries(changed).filter((entry): entry is [string, string] => entry[1] !== undefined));
    const isSame = Object.keys({ ...data, ...this.#data }).every((key) => data[key] === this.#data[key]);
    if (isSame && (this.#isThere || Object.keys(data).length === 0)) return;
    const { name, namespace = "default", uid, labels = {} } = this.#rebalance.metadata;
    const cluster = labels[clusterLabel] ?? "";
    const owner = { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaRebalance", name, uid, controller: false, blockOwnerDeletion: false };
    const object = {
      ...{ apiVersion: "v1", kind: "ConfigMap", data },
      metadata: {
        ...{ name, namespace, ownerReferences: [owner] },
        labels: {
          [clusterLabel]: cluster,
          "strimzi.io/kind": "KafkaRebalance",
          "strimzi.io/name": name,
          "strimzi.io/component-type": "kafka-rebalance",
          "app.kubernetes.io/name": "kafka-rebalance",
          "app.kubernetes.io/instance": name,
          "app.kubernetes.io/part-of": `strimzi-${name}`,
          "app.kubernetes.io/managed-by": "strimzi-cluster-operator",
        },
      },
    };
    await this.#client.apply(configMapKind, object, { fieldManager: rebalanceManager, force: true, signal });
    this.#isThere = true;
    this.#data = data;
  }
}
