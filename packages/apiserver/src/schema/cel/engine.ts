import { Environment, Optional } from "@marcbachmann/cel-js";
import type { Rule } from "../schema.ts";
import { withKubernetesFunctions } from "./functions.ts";
import type { CelValue } from "./values.ts";

/** What a rule can speak of. `oldSelf` is undefined when there was nothing before. */
export interface Scope {
  readonly self: CelValue;
  readonly oldSelf: CelValue | undefined;
}

export type Outcome = { readonly value: unknown } | { readonly error: string };

const environment = (oldSelf: string): Environment =>
  withKubernetesFunctions(
    new Environment({ homogeneousAggregateLiterals: false, enableOptionalTypes: true })
      .registerVariable("self", "dyn")
      .registerVariable("oldSelf", oldSelf),
  );

const plain = environment("dyn");
const optional = environment("optional<dyn>");

type Program = ReturnType<Environment["parse"]>;

const programs = { plain: new Map<string, Program>(), optional: new Map<string, Program>() };

function programOf(expression: string, which: "plain" | "optional"): Program {
  let program = programs[which].get(expression);
  if (!program) {
    program = (which === "plain" ? plain : optional).parse(expression);
    programs[which].set(expression, program);
  }
  return program;
}

/** An expression of a rule, the rule itself or what it says when it doesn't hold. */
export function evaluate(expression: string, rule: Rule, { self, oldSelf }: Scope): Outcome {
  const isOptional = rule.optionalOldSelf === true;
  try {
    const program = programOf(expression, isOptional ? "optional" : "plain");
    const before = isOptional ? (oldSelf === undefined ? Optional.none() : Optional.of(oldSelf)) : oldSelf;
    return { value: program(before === undefined ? { self } : { self, oldSelf: before }) };
  } catch (error) {
    return { error: textOf(error) };
  }
}

/** As cel-go says it: without the place, and in lower case. */
function textOf(error: unknown): string {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return line.replace(/^No such key/, "no such key");
}
