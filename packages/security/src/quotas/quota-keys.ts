/** What quotas count, by Kafka's names; users and clients have all but the last, addresses only that. */
export const quotaKeys = {
  produce: "producer_byte_rate",
  fetch: "consumer_byte_rate",
  request: "request_percentage",
  mutation: "controller_mutation_rate",
  connection: "connection_creation_rate",
} as const;

/** The kinds of numbers that a quota's value may be, with the largest and how Kafka calls it. */
interface QuotaType {
  readonly max: number;
  readonly name: string;
  readonly integral: boolean;
}

const double: QuotaType = { max: Number.POSITIVE_INFINITY, name: "a DOUBLE", integral: false };
const long: QuotaType = { max: 2 ** 63, name: "a LONG", integral: true };
const int: QuotaType = { max: 2 ** 31 - 1, name: "an INT", integral: true };

export const clientQuotaTypes: ReadonlyMap<string, QuotaType> = new Map([
  [quotaKeys.produce, long],
  [quotaKeys.fetch, long],
  [quotaKeys.request, double],
  [quotaKeys.mutation, double],
]);

export const addressQuotaTypes: ReadonlyMap<string, QuotaType> = new Map([[quotaKeys.connection, int]]);

/** How much of a whole number may stand behind the point: what floating point arithmetic leaves. */
const fractionMax = 1e-6;

/** Why a quota can't have a value, in Kafka's words; `types` are the quotas that its entity may have. */
export function quotaValueProblem(types: ReadonlyMap<string, QuotaType>, key: string, value: number): string | undefined {
  const type = types.get(key);
  if (type === undefined) return `Invalid configuration key ${key}`;
  if (value <= 0) return `Quota ${key} must be greater than 0`;
  if (value > type.max) return `Proposed value for ${key} is too large for ${type.name}.`;
  return type.integral && value % 1 > fractionMax ? `${key} cannot be a fractional value.` : undefined;
}
