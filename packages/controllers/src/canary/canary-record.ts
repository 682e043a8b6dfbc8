/** What a canary's record says, by the names that Strimzi's archived Canary has. */
export interface CanaryRecord {
  readonly producerId: string;
  readonly messageId: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

export const canaryRecordText = (record: CanaryRecord): string => JSON.stringify(record);

/** By what a record is known again; undefined for what is none. */
export function canaryRecordKey(value: Buffer | null): string | undefined {
  try {
    const { producerId, messageId, timestamp } = JSON.parse(value?.toString("utf8") ?? "") as Partial<CanaryRecord>;
    return `${producerId} ${messageId} ${timestamp}`;
  } catch {
    return undefined;
  }
}
