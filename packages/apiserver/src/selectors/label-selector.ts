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

const signs = new Set(["!", "=", "==", "!=", "<", ">", "(", ")", ","]);
const isWord = (token: string | undefined): token is string => token !== undefined && !signs.has(token);
const orders: Readonly<Record<string, (held: number, bound: number) => boolean>> = {
  "<": (held, bound) => held < bound,
  ">": (held, bound) => held > bound,
};

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
      if (!this.#beginsRequirement()) throw badRequest(`${this.#found()}, expected: !, identifier, or 'end of string'`);
      found.push(this.#requirement());
      if (this.#peek() === undefined) return found;
      if (this.#peek() !== ",") throw badRequest(`${this.#found()}, expected: ',' or 'end of string'`);
      this.#next();
      if (!this.#beginsRequirement()) throw badRequest(`${this.#found()}, expected: identifier after ','`);
    }
  }

  #beginsRequirement(): boolean {
    return this.#peek() === "!" || isWord(this.#peek());
  }

  #requirement(): Requirement {
    const isAbsence = this.#peek() === "!";
    if (isAbsence) this.#next();
    const key = this.#word("identifier");
    const [problem] = qualifiedNameProblems(key);
    if (problem !== undefined) throw unreadable(`<nil>: Invalid value: ${JSON.stringify(key)}: ${problem}`);
    if (isAbsence) return (labels) => !Object.hasOwn(labels, key);
    const operator = this.#peek();
    if (operator === undefined || operator === ",") return (labels) => Object.hasOwn(labels, key);
    if (!["in", "notin", "=", "==", "!=", "<", ">"].includes(operator)) {
      throw unreadable(`${this.#found()}, expected: in, notin, =, ==, !=, gt, lt`);
    }
    this.#next();
    return operator === "in" || operator === "notin" ? this.#oneOf(key, operator) : this.#comparison(key, operator);
  }

  #oneOf(key: string, operator: "in" | "notin"): Requirement {
    const values = this.#values();
    for (const value of values) checkValue(key, value);
    if (operator === "in") return (labels) => Object.hasOwn(labels, key) && values.includes(labels[key] ?? "");
    return (labels) => !Object.hasOwn(labels, key) || !values.includes(labels[key] ?? "");
  }

  #comparison(key: string, operator: string): Requirement {
    // Nothing behind the sign is the empty value.
    const value = this.#peek() === undefined || this.#peek() === "," ? "" : this.#word("identifier");
    const order = orders[operator];
    if (order !== undefined) {
      if (!/^[+-]?\d+$/.test(value)) {
        throw unreadable(`values[0]: Invalid value: ${JSON.stringify(value)}: for 'Gt', 'Lt' operators, the value must be an integer`);
      }
      return (labels) => /^[+-]?\d+$/.test(labels[key] ?? "") && order(Number(labels[key]), Number(value));
    }
    checkValue(key, value);
    if (operator === "!=") return (labels) => !Object.hasOwn(labels, key) || labels[key] !== value;
    return (labels) => Object.hasOwn(labels, key) && labels[key] === value;
  }

  /** What is in brackets; nothing between two commas is the empty value. */
  #values(): string[] {
    if (this.#peek() !== "(") throw unreadable(`${this.#found()} expected: '('`);
    this.#next();
    const values: string[] = [];
    if (!isWord(this.#peek()) && this.#peek() !== "," && this.#peek() !== ")")
      throw unreadable(`${this.#found()}, expected: ',', ')' or identifier`);
    for (;;) {
      values.push(isWord(this.#peek()) ? this.#word("identifier") : "");
      const token = this.#peek();
      if (token !== "," && token !== ")") throw unreadable(`${this.#found()}, expected: ',' or ')'`);
      this.#next();
      if (token === ")") return values;
    }
  }

  #word(expected: string): string {
    const token = this.#peek();
    if (!isWord(token)) throw unreadable(`${this.#found()}, expected: ${expected}`);
    this.#next();
    return token;
  }

  #found(): string {
    return `found '${this.#peek() ?? ""}'`;
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #next(): void {
    this.#at++;
  }
}

function checkValue(key: string, value: string): void {
  const [problem] = labelValueProblems(value);
  if (problem !== undefined) throw unreadable(`values[0][${key}]: Invalid value: ${JSON.stringify(value)}: ${problem}`);
}

const unreadable = (why: string) => badRequest(`unable to parse requirement: ${why}`);
