/** Brokers as messages name them: `broker 1`, `brokers 1, 2`. */
export const brokersNamed = (brokers: readonly number[]): string => `broker${brokers.length === 1 ? "" : "s"} ${brokers.join(", ")}`;
