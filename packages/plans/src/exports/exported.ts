/** Where exported resources belong. */
export interface Home {
  /** Name of the Kafka. */
  readonly cluster: string;
  readonly namespace?: string | undefined;
}

/** A resource for what Kafka has. */
export interface Exported<T> {
  /** Undefined: there can be none. */
  readonly resource: T | undefined;
  /** What of it no resource can say, a sentence each. */
  readonly notes: readonly string[];
}
