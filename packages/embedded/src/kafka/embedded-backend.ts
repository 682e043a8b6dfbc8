import { isDeepStrictEqual } from "node:util";
import { type DeclaredKafka, type KafkaBackend, type KafkaOutcome, secretKind } from "@millrace/controllers";
import { type ErrorCode, MillraceError, messageOf } from "@millrace/kit";
import { type KubeClient, keyOf, type ObjectKey, type Stored } from "@millrace/kube";
import type { KafkaState } from "@millrace/plans";
import {
  effectiveConfig,
  entityWarnings,
  givenSecretNames,
  type Kafka,
  keepsData,
  metricsWarnings,
  type Platform,
  type Secret,
  type StorageSort,
  storageWarnings,
} from "@millrace/resources";
import type { CertifiedKafka } from "../certificates/platform-certificates.ts";
import type { CertifiedSetup } from "./broker-setups.ts";
import { changeProblem } from "./change-problem.ts";
import { kafkaState } from "./kafka-state.ts";
import type { RestartableBroker, Taken } from "./restartable-broker.ts";

export interface EmbeddedBackendOptions {
  readonly client: KubeClient;
  /** As the broker was started. */
  readonly declared: Platform;
  readonly setup: CertifiedSetup;
  readonly broker: Pick<RestartableBroker, "broker" | "take" | "end">;
  readonly setups: {
    of(declared: Platform, stored: () => Promise<Stored<Kafka>>): Promise<CertifiedSetup>;
    keepAuthorities(certified: CertifiedKafka): Promise<void>;
    retainFiles(setup: CertifiedSetup): void;
  };
  /** Throws CONFIG_INVALID where a Kafka would be open to others as it must not be. */
  readonly refuseExposure: (kafka: Kafka) => void;
  /** Tells metrics as a Kafka declares it. Whether that is anything new. Throws where that can't be. */
  readonly observe: (kafka: Kafka) => Promise<boolean>;
  /** How the broker keeps its data for as long as the process runs. */
  readonly storage: StorageSort;
  /** Is told of what is declared once the broker has taken it. */
  readonly onTaken: (declared: Platform) => Promise<void>;
}

/** How long after the start authorities are made that nobody needs yet: the start does not wait for them. */
const authoritiesAfterMs = 100;

/** Runs one Kafka, in this process. What changes of it is taken while the broker runs where that can be, otherwise by starting it again. */
export class EmbeddedBackend implements KafkaBackend {
  readonly #options: EmbeddedBackendOptions;
  /** What runs. */
  #declared: Platform;
  /** There is no Kafka: nothing is to run. */
  #isGone = false;
  #setup: CertifiedSetup;
  /** What the broker refused last: it need not be tried again. */
  #refused: { readonly essence: unknown; readonly setup: CertifiedSetup; readonly failure: Failure } | undefined;
  #isFirstLook = true;

  constructor(options: EmbeddedBackendOptions) {
    this.#options = options;
    this.#declared = options.declared;
    this.#setup = options.setup;
  }

  async bringAbout(asked: DeclaredKafka): Promise<KafkaOutcome> {
    const { kafka } = asked;
    if (keyOf(kafka.metadata) !== this.#key) {
      const message = `this process runs one Kafka, and that is ${this.#declared.kafka.metadata.name}`;
      return { ...{ type: "failed", reason: "NotSupported", message }, state: undefined, passing: false, done: [] };
    }
    const change = await this.#change(asked).catch(failureOf);
    const isLate = this.#isFirstLook && !this.#setup.hasAuthorities;
    this.#isFirstLook = false;
    const state = this.#state(asked);
    if (change.type === "failed" || state === undefined) return { ...stopped, ...change, type: "failed", state, done: [] };
    const warnings = [
      ...[...effectiveConfig(kafka).warnings, ...metricsWarnings(kafka), ...entityWarnings({ ...this.#declared, kafka })],
      ...storageWarnings(asked.nodePools, this.#options.storage).values(),
    ];
    return { type: "ready", state, warnings, done: happenings(change), ...(isLate ? { againAfterMs: authoritiesAfterMs } : {}) };
  }

  async letGo(kafka: ObjectKey): Promise<void> {
    if (kafka !== this.#key) return;
    this.#isGone = true;
    this.#refused = undefined;
    const { broker, storage } = this.#options;
    await broker.end({ keepsData: keepsData(this.#declared.nodePools, storage) });
  }

  /** Of the Kafka that this process is for. */
  get #key(): ObjectKey {
    const { name, namespace = "default" } = this.#declared.kafka.metadata;
    return keyOf({ namespace, name });
  }

  async #change(asked: DeclaredKafka): Promise<Change | Failure> {
    const { kafka, nodePools } = asked;
    const { broker, setups, refuseExposure } = this.#options;
    const essence = essenceOf(asked);
    const isNews = this.#isGone || broker.broker === undefined || !isDeepStrictEqual(essence, essenceOf(this.#declared));
    const declared = { ...this.#declared, kafka, nodePools };
    if (isNews) {
      const problem = changeProblem({ ...declared, secrets: await this.#givenSecrets(kafka) });
      if (problem !== undefined) return { type: "failed", ...problem, passing: false };
      refuseExposure(kafka);
    }
    const setup = await setups.of(declared, async () => kafka);
    const refused = this.#refused;
    if (refused !== undefined && isDeepStrictEqual([refused.essence, refused.setup], [essence, setup])) return refused.failure;
    this.#refused = undefined;
    const change = await this.#take(declared, setup, isNews).catch((thrown: unknown) => {
      const failure = failureOf(thrown);
      if (!failure.passing) this.#refused = { essence, setup, failure };
      return failure;
    });
    if (change.type !== "failed" && !setup.hasAuthorities && !this.#isFirstLook) await setups.keepAuthorities(asked);
    return change;
  }

  async #take(declared: Platform, setup: CertifiedSetup, isNews: boolean): Promise<Change> {
    const { broker, setups, observe, onTaken } = this.#options;
    try {
      const isObserved = isNews && (await observe(declared.kafka));
      const taken = await broker.take(setup);
      if (isNews) await onTaken(declared);
      const isCertified = taken.type === "altered" && onlyCertificatesChanged(this.#setup, setup);
      this.#setup = setup;
      if (isNews) this.#declared = declared;
      this.#isGone = false;
      setups.retainFiles(setup);
      if (isCertified) return { type: "certified" };
      return isObserved && taken.type === "unchanged" ? { type: "altered" } : taken;
    } catch (thrown) {
      if (!this.#isGone) await this.#takeBack();
      throw thrown;
    }
  }

  /** What runs is as it was before. */
  async #takeBack(): Promise<void> {
    const { broker, observe } = this.#options;
    for (const work of [() => observe(this.#declared.kafka), () => broker.take(this.#setup)]) await work().catch(() => {});
  }

  /** Secrets that the Kafka takes from others, as they are now. */
  async #givenSecrets(kafka: Stored<Kafka>): Promise<readonly Secret[]> {
    const { namespace } = kafka.metadata;
    const found = await Promise.all([...givenSecretNames(kafka)].map((name) => this.#options.client.get(secretKind, { namespace, name })));
    return found.filter((secret) => secret !== undefined);
  }

  #state({ nodePools }: DeclaredKafka): KafkaState | undefined {
    const { broker, storage } = this.#options;
    if (broker.broker === undefined) return undefined;
    const { trusted } = this.#setup;
    return kafkaState(this.#declared.kafka, nodePools, {
      broker: broker.broker,
      trustedAt: ({ name }) => trusted.get(name) ?? [],
      storage,
    });
  }
}

/** How a change was taken; `certified`: while the broker ran, and listeners have other certificates alone. */
type Change = Taken | { readonly type: "certified" };

interface Failure {
  readonly type: "failed";
  readonly reason: string;
  readonly message: string;
  /** It may go better another time. */
  readonly passing: boolean;
}

const stopped = { reason: "NotRunning", message: "the broker does not run", passing: true };

/** Reasons of what stays wrong until somebody changes something. */
const reasons: Partial<Record<ErrorCode, string>> = { CONFIG_INVALID: "InvalidResourceException", RESOURCE_CONFLICT: "ResourceConflict" };

function failureOf(thrown: unknown): Failure {
  const reason = thrown instanceof MillraceError ? reasons[thrown.code] : undefined;
  return { type: "failed", message: messageOf(thrown), reason: reason ?? "NotTaken", passing: reason === undefined };
}

function happenings(change: Change): KafkaOutcome["done"] {
  switch (change.type) {
    case "unchanged":
      return [];
    case "started":
      return [{ type: "Normal", reason: "BrokerStarted", message: "the broker runs" }];
    case "altered":
      return [{ type: "Normal", reason: "ConfigAltered", message: "the broker has taken other settings while it runs" }];
    case "certified":
      return [
        { type: "Normal", reason: "KafkaCertificatesChanged", message: "listeners have other certificates, or trust others, from now on" },
      ];
    case "restarted":
      return [{ type: "Normal", reason: "BrokerRestarted", message: change.reason }];
  }
}

/** What the broker is made of, whatever else is declared. */
const essenceOf = ({ kafka: { spec, metadata }, nodePools }: Pick<Platform, "kafka" | "nodePools">) => ({
  nodePools: Object.fromEntries(nodePools.map((pool) => [pool.metadata.name, pool.spec])),
  kafka: spec.kafka,
  authorities: [spec.clusterCa, spec.clientsCa, spec.maintenanceTimeWindows],
  exporter: spec.kafkaExporter,
  keys: metadata.annotations?.["millrace.io/key-algorithm"],
});

function onlyCertificatesChanged(before: CertifiedSetup, after: CertifiedSetup): boolean {
  const others = ({ properties }: CertifiedSetup) =>
    Object.entries(properties).filter(([name]) => !/\.ssl\.(key|trust)store\.location$/.test(name));
  return isDeepStrictEqual(Object.fromEntries(others(before)), Object.fromEntries(others(after)));
}
