/**
 * The port that a template such as `90{nodeId}` or `9000 + {nodeId} * 2` gives for a node: whole numbers, `+`, `-`, `*` and parentheses.
 * Undefined if that is not what it is.
 */
export function portFromTemplate(template: string, nodeId: number): number | undefined {
  const text = template.replaceAll("{nodeId}", String(nodeId));
  const tokens = text.match(/\d+|[-+*()]|\S/g) ?? [];
  const parser = new Parser(tokens);
  const value = parser.sum();
  return value === undefined || !parser.isAtEnd || !Number.isSafeInteger(value) ? undefined : value;
}

/** So deep may parentheses and signs be nested. */
const depthMax = 32;

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  sum(): number | undefined {
    return this.#chain(["+", "-"], () => this.#product());
  }

  #product(): number | undefined {
    return this.#chain(["*"], () => this.#factor());
  }

  #chain(operators: readonly string[], operand: () => number | undefined): number | undefined {
    let value = operand();
    for (let operator = this.#next(operators); operator !== undefined && value !== undefined; operator = this.#next(operators)) {
      const other = operand();
      value = other === undefined ? undefined : operator === "*" ? value * other : operator === "+" ? value + other : value - other;
    }
    return value;
  }

  #factor(): number | undefined {
    if (this.#next(["("]) !== undefined) {
      this.#depth += 1;
      const value = this.#depth > depthMax ? undefined : this.sum();
      this.#depth -= 1;
      return this.#next([")"]) === undefined ? undefined : value;
    }
    const token = this.#tokens[this.#at] ?? "";
    if (!/^\d+$/.test(token)) return undefined;
    this.#at += 1;
    return Number(token);
  }

  #next(wanted: readonly string[]): string | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined || !wanted.includes(token)) return undefined;
    this.#at += 1;
    return token;
  }
}
