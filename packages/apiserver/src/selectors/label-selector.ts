import { labelValueProblems, qualifiedNameProblems } from "../metadata/names.ts";
import type { KubeObject } from "../objects.ts";
import { badRequest } from "../status/refusals.ts";

type Labels = Readonly<Record<string, string>>;
/** One of a selector's conditions, all of which have to hold. */
type Requirement = (labels: Labels) => boolean;

/** Whether labels are what a `labelSelector` asks for. */
export type LabelSelector = (object: KubeObject) => boolean;

const selectsAll: LabelSelector = () => true;
const tokenPattern = /\s*(?:(!=|==|[=!<>(),])|([^\s=!<>(),]+))/y;

/** Reads `a=b,c!=d,e in (f,g),h,!i,j>1`: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
export function labelSelector(text: string): LabelSelector {
  const requirements = new SelectorReader(text).requirements();
  if (requirements.length === 0) return selectsAll;
  return ({ metadata }) => {
    const labels = metadata.labels ?? {};
    return requirements.every((holds) => holds(labels));
  };
}

class SelectorReader {
  readonly #tokens: string[] = [];
  #at = 0;

  constructor(text: string) {
    tokenPattern.lastIndex = 0;
    for (let match = tokenPattern.exec(text); match !== null; match = tokenPattern.exec(text))
      this.#tokens.push(match[1] ?? match[2] ?? "");
  }

  requirements(): Requirement[] {
    const found: Requirement[] = [];
    if (this.#peek() === undefined) return found;
    for (;;) {
      found.push(this.#requirement());
      const next = this.#next();
      if (next === undefined) return found;
      if (next !== ",") throw unreadable(`found '${next}', expected: ',' or 'end of string'`);
      if (this.#peek() === undefined || this.#peek() === ",")
        throw unreadable(`found '${this.#peek() ?? ""}', expected: identifier after ','`);
    }
  }

  #requirement(): Requirement {
    if (this.#peek() === "!") {
      this.#next();
      const absent = this.#key();
      return (labels) => !Object.hasOwn(labels, absent);
    }
    const key = this.#key();
    const operator = this.#peek();
    if (operator === undefined || operator === ",") return (labels) => Object.hasOwn(labels, key);
    this.#next();
    if (operator === "in" || operator === "notin") {
      const values = this.#values();
      for (const value of values) checkValue(key, value);
      if (operator === "in") return (labels) => Object.hasOwn(labels, key) && values.includes(labels[key] ?? "");
      return (labels) => !Object.hasOwn(labels, key) || !values.includes(labels[key] ?? "");
    }
    return this.#comparison(key, operator);
  }

  #comparison(key: string, operator: string): Requirement {
    if (!["=", "==", "!=", "<", ">"].includes(operator)) {
      throw unreadable(`found '${operator}', expected: in, notin, =, ==, !=, gt, lt`);
    }
    const following = this.#peek();
    // Nothing behind the sign is the empty value.
    const value = following === undefined || following === "," ? "" : (this.#next() ?? "");
    if (operator === "<" || operator === ">") {
      if (!/^[+-]?\d+$/.test(value)) {
        const text = JSON.stringify(value);
        throw badRequest(`values[0]: Invalid value: ${text}: for 'Gt', 'Lt' operators, the value must be an integer`);
      }
      const bound = Number(value);
      const compares = operator === "<" ? (held: number) => held < bound : (held: number) => held > bound;
      return (labels) => /^[+-]?\d+$/.test(labels[key] ?? "") && compares(Number(labels[key]));
    }
    checkValue(key, value);
    if (operator === "!=") return (labels) => !Object.hasOwn(labels, key) || labels[key] !== value;
    return (labels) => Object.hasOwn(labels, key) && labels[key] === value;
  }

  #key(): string {
    const key = this.#next() ?? "";
    if (!/[^=!<>(),]/.test(key)) throw unreadable(`found '${key}', expected: !, identifier, or 'end of string'`);
    const [problem] = qualifiedNameProblems(key);
    if (problem !== undefined) throw badRequest(`unable to parse requirement: key: Invalid value: ${JSON.stringify(key)}: ${problem}`);
    return key;
  }

  #values(): string[] {
    if (this.#next() !== "(") throw unreadable(`found '${this.#tokens[this.#at - 1] ?? ""}' expected: '('`);
    const values: string[] = [];
    let expectsValue = true;
    for (;;) {
      const token = this.#next();
      if (token === undefined) throw unreadable("found '', expected: ',', ')' or identifier");
      if (token === ")") return expectsValue ? [...values, ""] : values;
      if (token === ",") {
        if (expectsValue) values.push("");
        expectsValue = true;
      } else {
        values.push(token);
        expectsValue = false;
      }
    }
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #next(): string | undefined {
    return this.#tokens[this.#at++];
  }
}

function checkValue(key: string, value: string): void {
  const [problem] = labelValueProblems(value);
  if (problem === undefined) return;
  throw badRequest(`unable to parse requirement: values[0][${key}]: Invalid value: ${JSON.stringify(value)}: ${problem}`);
}

const unreadable = (why: string) => badRequest(`unable to parse requirement: ${why}`);
