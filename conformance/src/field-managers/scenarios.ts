import { type Random, seededRandom } from "@millrace/kit";

/** What somebody writes to an object of kind `Thing`. */
export interface Step {
  readonly operation: "apply" | "update";
  readonly manager: string;
  readonly force: boolean;
  readonly subresource: "" | "status";
  readonly object: object;
}

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };
type Make = () => Value;

const stepsMax = 6;

/** Random writes of several managers, by the shape of `packages/apiserver/test/things.ts`. */
export function scenarios(count: number, seed: number): Step[][] {
  const writer = new Writer(seededRandom(seed));
  return Array.from({ length: count }, () => writer.steps());
}

class Writer {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  steps(): Step[] {
    return Array.from({ length: 1 + this.#random.below(stepsMax) }, () => this.#step());
  }

  #step(): Step {
    const operation = this.#pick(["apply", "apply", "update"] as const);
    const subresource = this.#pick(["", "", "status"] as const);
    const manager = this.#pick(operation === "apply" ? ["ann", "bob", "kubectl"] : ["ann", "eve", "joe"]);
    return { operation, manager, force: this.#chance(2), subresource, object: this.#object(operation, subresource) };
  }

  #object(operation: Step["operation"], subresource: Step["subresource"]): object {
    const metadata = this.#some(2, {
      labels: () => this.#map(["a", "b"], () => this.#text()),
      finalizers: () => this.#shuffled(["f/1", "f/2", "f/3"]),
      ownerReferences: () => this.#shuffled(["1", "2"]).map((uid) => ({ uid, name: this.#text() })),
    });
    return {
      apiVersion: "example.org/v1",
      kind: "Thing",
      metadata: { name: "thing", namespace: "here", ...metadata },
      ...(this.#chance(4) ? {} : { spec: this.#spec(operation === "update") }),
      ...(subresource === "status" || this.#chance(4) ? { status: this.#status() } : {}),
    };
  }

  #status(): Value {
    return this.#some(2, {
      text: () => this.#text(),
      conditions: () => this.#shuffled(["A", "B"]).map((type) => ({ type, status: this.#text() })),
    });
  }

  /** Whoever applies is held to the schema; whoever updates may send the same item twice. */
  #spec(isUpdate: boolean): Value {
    const wrong: Readonly<Record<string, Make>> = { unknown: () => 1, text: () => 5, keyed: () => null, texts: () => null };
    const parts = this.#some(3, {
      text: () => this.#text(),
      count: () => this.#random.below(3),
      flag: () => this.#chance(2),
      port: () => this.#pick([1, "http"]),
      config: () => this.#map(["k", "l", "m"], () => this.#open(2)),
      texts: () => this.#map(["k", "l", "m.n/o"], () => this.#text()),
      deep: () => this.#map(["k", "l"], () => this.#map(["x", "y"], () => this.#text())),
      whole: () => this.#map(["x", "y"], () => this.#text()),
      list: () => Array.from({ length: this.#random.below(3) }, () => this.#map(["x"], () => this.#text())),
      set: () => [...this.#shuffled(["1", "2", "3", "4"]), ...(isUpdate && this.#chance(4) ? ["1", "1"] : [])],
      keyed: () => this.#keyed(isUpdate),
    });
    if (isUpdate || !this.#chance(20)) return parts;
    const name = this.#pick(Object.keys(wrong));
    return { ...parts, [name]: wrong[name]?.() ?? null };
  }

  #keyed(isUpdate: boolean): Value {
    const items = this.#shuffled(["u", "v", "w", "z"]).map((name) => ({
      name,
      ...this.#some(3, { port: () => this.#pick([80, 9]), value: () => this.#text(), sub: () => this.#map(["x"], () => this.#text()) }),
    }));
    const [first] = items;
    return first !== undefined && isUpdate && this.#chance(5) ? [...items, { ...first, value: this.#text() }] : items;
  }

  #open(depth: number): Value {
    if (depth === 0) return this.#pick<Value>([1, "t", true, null]);
    const below: Make = () => this.#open(depth - 1);
    return this.#pick<Make>([
      () => 1,
      () => "t",
      () => [],
      () => [below()],
      () => this.#map(["k", "l"], below),
      () => this.#map(["k"], below),
    ])();
  }

  #text(): string {
    return this.#pick(["p", "q", "<r>"]);
  }

  #chance(ofHowMany: number): boolean {
    return this.#random.below(ofHowMany) === 0;
  }

  #pick<T>(values: readonly T[]): T {
    const [first] = values;
    return values[this.#random.below(values.length)] ?? (first as T);
  }

  /** Each part with a chance of one in `ofHowMany`. */
  #some(ofHowMany: number, parts: Readonly<Record<string, Make>>): { readonly [name: string]: Value } {
    return Object.fromEntries(
      Object.entries(parts).flatMap(([name, make]): Array<[string, Value]> => (this.#chance(ofHowMany) ? [[name, make()]] : [])),
    );
  }

  #map(names: readonly string[], make: Make): Value {
    return this.#some(2, Object.fromEntries(names.map((name) => [name, make])));
  }

  /** Some of the texts, in any order. */
  #shuffled(texts: readonly string[]): string[] {
    const left = [...texts];
    return Array.from({ length: this.#random.below(texts.length + 1) }, () => left.splice(this.#random.below(left.length), 1)[0] ?? "");
  }
}
