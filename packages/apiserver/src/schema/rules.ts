import { entriesOf, entryOf, isList } from "../json.ts";
import { isJsonObject, type Json, type JsonObject, type KubeObject } from "../objects.ts";
import type { FieldError, FieldErrorType } from "../status/field-error.ts";
import type { evaluate as Evaluate, Scope } from "./cel/engine.ts";
import { celValue, rootOf } from "./cel/values.ts";
import { Correlation, itemBefore } from "./correlation.ts";
import { evaluateOwn, isOwn } from "./own-rules.ts";
import { fieldSchema, propertyOf, type Rule, type Schema } from "./schema.ts";
import type { StructuralSchema } from "./structural.ts";

const withRules = new WeakMap<Schema, boolean>();

function hasRules(schema: Schema): boolean {
  let found = withRules.get(schema);
  if (found === undefined) {
    const { properties = {}, additionalProperties, items, allOf = [] } = schema;
    const below = [...Object.values(properties), ...allOf, ...(items ? [items] : [])];
    if (typeof additionalProperties === "object") below.push(additionalProperties);
    found = (schema["x-kubernetes-validations"]?.length ?? 0) > 0 || below.some(hasRules);
    withRules.set(schema, found);
  }
  return found;
}

/** Errors of which it can't be said what a rule would see. */
const blocking: ReadonlySet<FieldErrorType> = new Set([
  "FieldValueNotSupported",
  "FieldValueRequired",
  "FieldValueTooLong",
  "FieldValueTooMany",
  "FieldValueTypeInvalid",
]);

const blocked: FieldError = {
  type: "FieldValueInvalid",
  field: "<nil>",
  value: null,
  detail: "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation",
};

let engine: Promise<typeof import("./cel/engine.ts")> | undefined;

/**
 * What an object's rules (`x-kubernetes-validations`) say against it. `errors`: what is wrong with it by its schema, which may keep rules from being
 * looked at. The engine is loaded only for an object that somebody else's rule is about.
 */
export async function validateRules(
  { own }: StructuralSchema,
  object: KubeObject,
  old: KubeObject | undefined,
  errors: readonly FieldError[],
): Promise<readonly FieldError[]> {
  if (!hasRules(own)) return [];
  if (errors.some(({ type }) => blocking.has(type))) return [blocked];
  const { checks } = new Walk(own, object, old);
  if (checks.length === 0) return [];
  const evaluate = checks.every(({ rule }) => isOwn(rule)) ? evaluateOwn : await loadedEvaluate();
  return checks.flatMap((check) => outcomeOf(check, evaluate) ?? []);
}

async function loadedEvaluate(): Promise<typeof Evaluate> {
  engine ??= import("./cel/engine.ts");
  return (await engine).evaluate;
}

interface Place {
  /** Empty: the whole object. */
  readonly field: string;
  readonly before: Correlation | undefined;
  /** The nearest correlation above, where there is none at the place itself. */
  readonly parent: Correlation | undefined;
}

/** A rule that has something to look at. */
interface Check {
  readonly schema: Schema;
  readonly rule: Rule;
  readonly value: Json;
  readonly old: Json | undefined;
  /** Empty: the whole object. */
  readonly field: string;
}

/** Collects the rules that are about an object. */
class Walk {
  readonly checks: Check[] = [];

  constructor(own: Schema, object: KubeObject, old: KubeObject | undefined) {
    this.#values(own, object, old, { field: "", parent: undefined, before: old && new Correlation(own, object, old) });
  }

  #values(schema: Schema, value: Json, old: Json | undefined, place: Place): void {
    if (value === null || !hasRules(schema)) return;
    for (const rule of schema["x-kubernetes-validations"] ?? []) this.#rule(schema, rule, value, old, place);
    for (const part of schema.allOf ?? []) {
      if (hasRules(part)) this.#values({ ...part, type: schema.type, properties: schema.properties } as Schema, value, old, place);
    }
    if (isList(value)) this.#items(schema, value, old, place);
    else if (isJsonObject(value)) this.#fields(schema, value, old, place);
  }

  #items(schema: Schema, value: readonly Json[], old: Json | undefined, place: Place): void {
    const { items } = schema;
    if (!items || !hasRules(items)) return;
    for (const [index, item] of value.entries()) {
      this.#values(items, item, itemBefore(schema, item, old), below(place, `${place.field}[${index}]`, place.before?.index(index)));
    }
  }

  #fields(schema: Schema, value: JsonObject, old: Json | undefined, place: Place): void {
    for (const [name, held] of entriesOf(value)) {
      const property = fieldSchema(schema, name);
      if (!property || !hasRules(property)) continue;
      const named = place.field === "" ? name : `${place.field}.${name}`;
      const field = propertyOf(schema, name) ? named : `${place.field}[${name}]`;
      this.#values(property, held, isJsonObject(old) ? entryOf(old, name) : undefined, below(place, field, place.before?.key(name)));
    }
  }

  /** What was not right before the rule was made, and is as it was, may stay (KEP-4008): nobody need look. */
  #rule(schema: Schema, rule: Rule, value: Json, old: Json | undefined, place: Place): void {
    const isTransition = /\boldSelf\b/.test(rule.rule);
    if (isTransition && (old ?? null) === null && rule.optionalOldSelf !== true) return;
    if (!isTransition && (place.before ?? place.parent)?.unchanged === true) return;
    this.checks.push({ schema, rule, value, old, field: place.field });
  }
}

function outcomeOf({ schema, rule, value, old, field }: Check, evaluate: typeof Evaluate): FieldError | undefined {
  const seen = field === "" ? rootOf(schema) : schema;
  const scope = { self: celValue(seen, value), oldSelf: (old ?? null) === null ? undefined : celValue(seen, old ?? null) };
  const outcome = evaluate(rule.rule, rule, scope);
  if ("error" in outcome) return fieldError(schema, field, evaluationText(outcome.error, rule), undefined);
  if (outcome.value === true) return undefined;
  const path = rule.fieldPath ?? "";
  return fieldError(schema, field === "" ? path.replace(/^\./, "") : field + path, messageFor(rule, scope, evaluate), rule.reason);
}

function messageFor(rule: Rule, scope: Scope, evaluate: typeof Evaluate): string {
  const said = rule.messageExpression === undefined ? undefined : evaluate(rule.messageExpression, rule, scope);
  const message = said && "value" in said && typeof said.value === "string" ? said.value.trim() : "";
  const isUsable = message !== "" && !message.includes("\n") && Buffer.byteLength(message) <= messageBytesMax;
  return isUsable ? message : messageOf(rule);
}

const messageBytesMax = 5 * 1024;

const below = (place: Place, field: string, before: Correlation | undefined): Place =>
  place.before === undefined ? { ...place, field } : { field, before, parent: place.before };

const sourceOf = ({ message = "", rule }: Rule): string => (message === "" ? rule : message).trim();

const messageOf = (rule: Rule): string => ((rule.message ?? "") === "" ? `failed rule: ${sourceOf(rule)}` : sourceOf(rule));

function evaluationText(error: string, rule: Rule): string {
  if (/^(?:no such overload|found no matching overload)/.test(error)) {
    return `'no such overload': call arguments did not match a supported operator, function or macro signature for rule: ${sourceOf(rule)}`;
  }
  return `${error} evaluating rule: ${sourceOf(rule)}`;
}

const reasons: ReadonlySet<string> = new Set(["FieldValueForbidden", "FieldValueRequired", "FieldValueDuplicate"]);

/** The value that is shown is the schema's type: a rule may be about anything. */
function fieldError(schema: Schema, field: string, detail: string, reason: string | undefined): FieldError {
  const type = reason !== undefined && reasons.has(reason) ? (reason as FieldErrorType) : "FieldValueInvalid";
  return { type, field: field === "" ? "<nil>" : field, value: schema.type ?? "", detail };
}
