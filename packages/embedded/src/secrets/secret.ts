/** A Kubernetes Secret. */
export interface Secret {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** `Opaque` unless it says more. */
  readonly type: string;
  /** Base64, as Kubernetes has it. */
  readonly data: Readonly<Record<string, string>>;
}

/** An entry's bytes; undefined if there is none. */
export function entryOf(secret: Secret | undefined, key: string): Buffer | undefined {
  const entry = secret !== undefined && Object.hasOwn(secret.data, key) ? secret.data[key] : undefined;
  return entry === undefined ? undefined : Buffer.from(entry, "base64");
}
