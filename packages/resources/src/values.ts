/** A value as it stands in a file; integers beyond ±2⁵³ are `bigint`, so that 9223372036854775807 stays what it is. */
export type Value = string | number | bigint | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** An object that the schema leaves open: `spec.kafka.config` and the like. */
export type OpenObject = Readonly<Record<string, Value>>;

/** A Kubernetes quantity: `500m`, `2Gi`, 4. */
export type Quantity = string | number;

export const isObject = (value: Value | undefined): value is { readonly [key: string]: Value } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
