import type { MeasureName } from "../measures.ts";
import type { BrokerProcess } from "../peers/broker-process.ts";

/** How much is done. */
export interface Effort {
  /** Part of the full number of requests and bytes; 1 is the full run. */
  readonly scale: number;
  /** How long a broker is left alone before its idle memory is read. */
  readonly idleMs: number;
}

export type Measured = Partial<Record<MeasureName, number>>;

/** One load on a running broker. What warms it up belongs to it and is not measured. */
export interface Scenario {
  readonly name: MeasureName;
  run(broker: BrokerProcess, effort: Effort): Promise<Measured>;
}
