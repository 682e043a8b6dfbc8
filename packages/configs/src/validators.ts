import { offsetResetOf } from "./offset-reset.ts";

/** Which values a config takes, as data. Each kind is one of Kafka's validators. */
export type Validator =
  | { readonly kind: "range"; readonly min: number; readonly max: number }
  | { readonly kind: "oneOf"; readonly values: readonly string[]; readonly anyCase: boolean }
  | { readonly kind: "list"; readonly values: readonly string[]; readonly emptyAllowed: boolean; readonly nullAllowed: boolean }
  | { readonly kind: "nonEmpty" | "gzipLevel" | "throttledReplicas" | "autoOffsetReset" };

export const atLeast = (min: number): Validator => ({ kind: "range", min, max: Number.POSITIVE_INFINITY });
export const between = (min: number, max: number): Validator => ({ kind: "range", min, max });
export const oneOf = (...values: string[]): Validator => ({ kind: "oneOf", values, anyCase: false });
export const oneOfAnyCase = (...values: string[]): Validator => ({ kind: "oneOf", values, anyCase: true });
/** A list without duplicates (they are dropped) and, if values are given, of these only. */
export const listOf = (...values: string[]): Validator => ({ kind: "list", values, emptyAllowed: true, nullAllowed: false });
export const nonEmptyListOf = (...values: string[]): Validator => ({ kind: "list", values, emptyAllowed: false, nullAllowed: false });
export const nullableList: Validator = { kind: "list", values: [], emptyAllowed: true, nullAllowed: true };
export const nonEmptyNullableList: Validator = { kind: "list", values: [], emptyAllowed: false, nullAllowed: true };
export const nonEmpty: Validator = { kind: "nonEmpty" };
export const gzipLevel: Validator = { kind: "gzipLevel" };
export const throttledReplicas: Validator = { kind: "throttledReplicas" };
export const autoOffsetReset: Validator = { kind: "autoOffsetReset" };

/** What Kafka answers for a value that is refused. `shown` is the value as it appears there. */
export function invalidValue(name: string, shown: string, why: string): string {
  return `Invalid value ${shown} for configuration ${name}: ${why}`;
}

/** What is wrong with a parsed value, in Kafka's words; undefined if nothing is. `shown` is the value in Kafka's notation. */
export function validationProblem(name: string, validator: Validator, value: unknown, shown: string): string | undefined {
  const invalid = (why: string) => invalidValue(name, shown, why);
  switch (validator.kind) {
    case "range":
      if (Number(value) < validator.min) return invalid(`Value must be at least ${validator.min}`);
      return Number(value) > validator.max ? invalid(`Value must be no more than ${validator.max}`) : undefined;
    case "oneOf":
      return oneOfProblem(validator, String(value), invalid);
    case "list":
      return listProblem(name, validator, value as readonly string[] | null);
    case "nonEmpty":
      return value === "" ? invalid("String must be non-empty") : undefined;
    case "gzipLevel":
      return value === -1 || (Number(value) >= 1 && Number(value) <= 9)
        ? undefined
        : invalid("Value must be between 1 and 9 or equal to -1");
    case "throttledReplicas":
      return throttledReplicasProblem(name, value as readonly string[], invalid);
    case "autoOffsetReset":
      return autoOffsetResetProblem(name, String(value), invalid);
  }
}

type Invalid = (why: string) => string;

function oneOfProblem({ values, anyCase }: Validator & { kind: "oneOf" }, value: string, invalid: Invalid): string | undefined {
  const listed = values.join(", ");
  if (!anyCase) return values.includes(value) ? undefined : invalid(`String must be one of: ${listed}`);
  return values.includes(value.toUpperCase()) ? undefined : invalid(`String must be one of (case insensitive): ${listed}`);
}

function listProblem(name: string, validator: Validator & { kind: "list" }, list: readonly string[] | null): string | undefined {
  const { values, emptyAllowed, nullAllowed } = validator;
  if (list === null) return nullAllowed ? undefined : `Configuration '${name}' values must not be null.`;
  if (list.length === 0 && !emptyAllowed) {
    const allowed = values.length === 0 ? "any non-empty value" : `[${values.join(", ")}]`;
    return `Configuration '${name}' must not be empty. Valid values include: ${allowed}`;
  }
  for (const item of list) {
    if (item === "") return `Configuration '${name}' values must not be empty.`;
    if (values.length > 0 && !values.includes(item)) return invalidValue(name, item, `String must be one of: ${values.join(", ")}`);
  }
  return undefined;
}

function throttledReplicasProblem(name: string, list: readonly string[], invalid: Invalid): string | undefined {
  if (list.join("") === "*" || list.every((replica) => /^(\d+:\d+)?$/.test(replica))) return undefined;
  return invalid(
    `${name} must be the literal '*' or a list of replicas in the following format: [partitionId]:[brokerId],[partitionId]:[brokerId],...`,
  );
}

function autoOffsetResetProblem(name: string, value: string, invalid: Invalid): string | undefined {
  if (offsetResetOf(value) !== undefined) return undefined;
  return invalid(
    `Invalid value \`${value}\` for configuration ${name}. The value must be either 'earliest', 'latest' or of the format 'by_duration:<PnDTnHnMn.nS>'.`,
  );
}
