/** A setting as a running broker has it: all the places that it may come from, the first that says anything counting. */
export interface RunningSetting {
  /** Set while it ran, for this broker alone. */
  readonly own: string | undefined;
  /** As the broker was started with it. */
  readonly atStart: string | undefined;
  /** What counts where nobody has set it; undefined if that is no value, or is worked out of other settings. */
  readonly otherwise: string | undefined;
  /** Kafka takes it when a broker starts, and never later. */
  readonly isReadOnly: boolean;
}

export interface RunningBroker {
  readonly id: number;
  /** By name; one that the broker's version of Kafka does not know is missing. */
  readonly settings: ReadonlyMap<string, RunningSetting>;
}

/** Settings of a Kafka as they shall be, and as its brokers that could be asked have them. */
export interface SettingsView {
  /** All that are looked after: what is none of them is left as it is. */
  readonly names: readonly string[];
  /** Those that are declared, with their values. */
  readonly declared: Readonly<Record<string, string>>;
  /** Set while brokers ran, for all of them. */
  readonly everywhere: ReadonlyMap<string, string>;
  readonly brokers: readonly RunningBroker[];
}
