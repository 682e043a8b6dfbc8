import { shapeRule } from "@millrace/resources";
import type { Outcome, Scope } from "./cel/engine.ts";
import type { Rule } from "./schema.ts";

/** Whether a rule is one of Millrace's own kinds. */
export const isOwn = ({ rule, messageExpression }: Rule): boolean => messageExpression === undefined && shapeRule(rule) !== undefined;

/** What the engine would say of an own rule, which has a form that needs no engine. */
export function evaluateOwn(expression: string, _rule: Rule, { self }: Scope): Outcome {
  return { value: shapeRule(expression)?.holds(self as Readonly<Record<string, unknown>>) };
}
