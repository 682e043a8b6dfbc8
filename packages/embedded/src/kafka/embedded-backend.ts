import { isDeepStrictEqual } from "node:util";
import type { DeclaredKafka, KafkaBackend, KafkaOutcome } from "@millrace/controllers";
import { MillraceError, messageOf } from "@millrace/kit";
import { keyOf, type ObjectKey } from "@millrace/kube";
import type { KafkaState } from "@millrace/plans";
import {
  effectiveConfig,
  entityWarnings,
  type Kafka,
  keepsData,
  type Listener,
  maintenanceWarnings,
  metricsWarnings,
  type Platform,
  type StorageSort,
  storageWarnings,
} from "@millrace/resources";
import { changeProblem } from "./change-problem.ts";
import { kafkaState } from "./kafka-state.ts";
import type { BrokerSetup, RestartableBroker, Taken } from "./restartable-broker.ts";

export interface EmbeddedBackendOptions {
  /** As the broker was started. */
  readonly declared: Platform;
  readonly broker: Pick<RestartableBroker, "broker" | "take" | "end">;
  readonly setups: {
    of(declared: Platform): Promise<BrokerSetup>;
    trustedAt(listener: Listener): readonly string[];
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

/** Runs one Kafka, in this process. What changes of it is taken while the broker runs where that can be, otherwise by starting it again. */
export class EmbeddedBackend implements KafkaBackend {
  readonly #options: EmbeddedBackendOptions;
  /** What runs. */
  #declared: Platform;
  /** There is no Kafka: nothing is to run. */
  #isGone = false;
  /** What was refused last: it need not be tried again. */
  #refused: { readonly essence: unknown; readonly failure: Failure } | undefined;

  constructor(options: EmbeddedBackendOptions) {
    this.#options = options;
    this.#declared = options.declared;
  }

  async bringAbout(asked: DeclaredKafka): Promise<KafkaOutcome> {
    const { kafka } = asked;
    if (keyOf(kafka.metadata) !== this.#key) {
      const message = `this process runs one Kafka, and that is ${this.#declared.kafka.metadata.name}`;
      return { ...{ type: "failed", reason: "NotSupported", message }, state: undefined, passing: false, done: [] };
    }
    const essence = essenceOf(asked);
    const isNews = this.#isGone || this.#options.broker.broker === undefined || !isDeepStrictEqual(essence, essenceOf(this.#declared));
    const change = isNews ? await this.#change(asked, essence) : ({ type: "unchanged" } as const);
    const state = this.#state(asked);
    if (change.type === "failed" || state === undefined) return { ...stopped, ...change, type: "failed", state, done: [] };
    const warnings = [
      ...[
        ...effectiveConfig(kafka).warnings,
        ...metricsWarnings(kafka),
        ...maintenanceWarnings(kafka),
        ...entityWarnings({ ...this.#declared, kafka }),
      ],
      ...storageWarnings(asked.nodePools, this.#options.storage).values(),
    ];
    return { type: "ready", state, warnings, done: happenings(change) };
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

  async #change(asked: DeclaredKafka, essence: unknown): Promise<Taken | Failure> {
    if (isDeepStrictEqual(this.#refused?.essence, essence) && this.#refused !== undefined) return this.#refused.failure;
    const change = await this.#tried(asked);
    this.#refused = change.type === "failed" && !change.passing ? { essence, failure: change } : undefined;
    return change;
  }

  async #tried({ kafka, nodePools }: DeclaredKafka): Promise<Taken | Failure> {
    const { broker, setups, refuseExposure, observe, onTaken } = this.#options;
    const declared = { ...this.#declared, kafka, nodePools };
    const problem = changeProblem(declared);
    if (problem !== undefined) return { type: "failed", ...problem, passing: false };
    try {
      refuseExposure(kafka);
      const isObserved = await observe(kafka);
      const taken = await broker.take(await setups.of(declared));
      await onTaken(declared);
      this.#declared = declared;
      this.#isGone = false;
      return isObserved && taken.type === "unchanged" ? { type: "altered" } : taken;
    } catch (thrown) {
      const isWrong = thrown instanceof MillraceError && thrown.code === "CONFIG_INVALID";
      if (!this.#isGone) await this.#takeBack();
      return {
        ...{ type: "failed", message: messageOf(thrown) },
        reason: isWrong ? "InvalidResourceException" : "NotTaken",
        passing: !isWrong,
      };
    }
  }

  /** What runs is as it was before. What listeners read of certificates is so, too. */
  async #takeBack(): Promise<void> {
    const { broker, setups, observe } = this.#options;
    const { kafka } = this.#declared;
    const again = [() => observe(kafka), async () => broker.take(await setups.of(this.#declared))];
    for (const work of again) await work().catch(() => {});
  }

  #state({ nodePools }: DeclaredKafka): KafkaState | undefined {
    const { broker, setups, storage } = this.#options;
    if (broker.broker === undefined) return undefined;
    const trustedAt = (listener: Listener) => setups.trustedAt(listener);
    return kafkaState(this.#declared.kafka, nodePools, { broker: broker.broker, trustedAt, storage });
  }
}

interface Failure {
  readonly type: "failed";
  readonly reason: string;
  readonly message: string;
  /** It may go better another time. */
  readonly passing: boolean;
}

const stopped = { reason: "NotRunning", message: "the broker does not run", passing: true };

function happenings(taken: Taken): KafkaOutcome["done"] {
  switch (taken.type) {
    case "unchanged":
      return [];
    case "started":
      return [{ type: "Normal", reason: "BrokerStarted", message: "the broker runs" }];
    case "altered":
      return [{ type: "Normal", reason: "ConfigAltered", message: "the broker has taken other settings while it runs" }];
    case "restarted":
      return [{ type: "Normal", reason: "BrokerRestarted", message: taken.reason }];
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
