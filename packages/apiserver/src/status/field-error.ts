import { jsonText } from "../json-text.ts";
import type { Json } from "../objects.ts";

/** What can be wrong with a field, by the reasons of a Status' causes. */
export type FieldErrorType =
  | "FieldValueNotFound"
  | "FieldValueRequired"
  | "FieldValueDuplicate"
  | "FieldValueInvalid"
  | "FieldValueTypeInvalid"
  | "FieldValueNotSupported"
  | "FieldValueForbidden"
  | "FieldValueTooLong"
  | "FieldValueTooMany"
  | "InternalError";

/** A field that is not as it has to be, before it is put into words. */
export interface FieldError {
  readonly type: FieldErrorType;
  /** Such as `spec.listeners[0].name`; `<nil>` for the whole object. */
  readonly field: string;
  /** Undefined: it is not shown. */
  readonly value?: Json;
  /** What is said behind the value. */
  readonly detail: string;
}

const words: Readonly<Record<FieldErrorType, string>> = {
  FieldValueNotFound: "Not found",
  FieldValueRequired: "Required value",
  FieldValueDuplicate: "Duplicate value",
  FieldValueInvalid: "Invalid value",
  FieldValueTypeInvalid: "Invalid value",
  FieldValueNotSupported: "Unsupported value",
  FieldValueForbidden: "Forbidden",
  FieldValueTooLong: "Too long",
  FieldValueTooMany: "Too many",
  InternalError: "Internal error",
};

const withoutValue: ReadonlySet<FieldErrorType> = new Set([
  "FieldValueRequired",
  "FieldValueForbidden",
  "FieldValueTooLong",
  "InternalError",
]);

/** What a cause says: the error without its field. */
export function fieldErrorBody({ type, value, detail }: FieldError): string {
  const start = value === undefined || withoutValue.has(type) ? words[type] : `${words[type]}: ${valueText(value)}`;
  return detail === "" ? start : `${start}: ${detail}`;
}

/** The whole error, as it stands in a message. */
export function fieldErrorText(error: FieldError): string {
  return `${error.field}: ${fieldErrorBody(error)}`;
}

/** Values in the spelling of a Go program: texts in quotes, objects and lists as JSON. */
function valueText(value: Json): string {
  return value === null ? "null" : jsonText(value);
}
