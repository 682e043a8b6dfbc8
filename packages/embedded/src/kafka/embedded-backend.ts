import { isDeepStrictEqual } from "node:util";
import type { DeclaredKafka, KafkaBackend, KafkaOutcome } from "@millrace/controllers";
import { MillraceError, messageOf } from "@millrace/kit";
import { keyOf, type ObjectKey } from "@millrace/kube";
import type { KafkaState } from "@millrace/plans";
import { effectiveConfig, entityWarnings, type Kafka, keepsData, type Listener, metricsWarnings, type Platform } from "@millrace/resources";
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
  /** Is told of what is declared once the broker has taken it. */
  readonly onTaken: (declared: Platform) => Promise<void>;
}

/** Runs one Kafka, in this process. What changes of it is taken while the broker runs where that can be, otherwise by starting it again. */
export class EmbeddedBackend implements KafkaBackend {
  readonly #options: EmbeddedBackendOptions;
  /** What runs. */
  #declared: Platform;
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
    const isNews = this.#options.broker.broker === undefined || !isDeepStrictEqual(essence, essenceOf(this.#declared));
    const change = isNews ? await this.#change(asked, essence) : ({ type: "unchanged" } as const);
    const state = this.#state(asked);
    if (change.type === "failed" || state === undefined) return { ...stopped, ...change, type: "failed", state, done: [] };
    const warnings = [...effectiveConfig(kafka).warnings, ...metricsWarnings(kafka), ...entityWarnings({ ...this.#declared, kafka })];
    return { type: "ready", state, warnings, done: happenings(change) };
  }

  async letGo(kafka: ObjectKey): Promise<void> {
    if (kafka !== this.#key) return;
    this.#refused = undefined;
    await this.#options.broker.end({ keepsData: keepsData(this.#declared.nodePools) });
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
    const { broker, setups, refuseExposure, onTaken } = this.#options;
    const before = this.#declared;
    const declared = { ...before, kafka, nodePools };
    const problem = changeProblem(before, declared);
    if (problem !== undefined) return { type: "failed", ...problem, passing: false };
    try {
      refuseExposure(kafka);
      const taken = await broker.take(await setups.of(declared));
      this.#declared = declared;
      await onTaken(declared);
      return taken;
    } catch (thrown) {
      const isWrong = thrown instanceof MillraceError && thrown.code === "CONFIG_INVALID";
      // What listeners read of certificates is as it was, too.
      if (this.#declared === before) await setups.of(before).catch(() => {});
      return {
        ...{ type: "failed", message: messageOf(thrown) },
        reason: isWrong ? "InvalidResourceException" : "NotTaken",
        passing: !isWrong,
      };
    }
  }

  #state({ nodePools }: DeclaredKafka): KafkaState | undefined {
    const { broker, setups } = this.#options;
    if (broker.broker === undefined) return undefined;
    const trustedAt = (listener: Listener) => setups.trustedAt(listener);
    return kafkaState(this.#declared.kafka, nodePools, { broker: broker.broker, trustedAt });
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
  authorities: [spec.clusterCa, spec.clientsCa],
  exporter: spec.kafkaExporter,
  keys: metadata.annotations?.["millrace.io/key-algorithm"],
});
