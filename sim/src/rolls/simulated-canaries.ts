import { type RollCanaries, type RollNode, type RollState, withCanary } from "@millrace/plans/rolls";

/** Who is watched in a roll, as the operator writes it down: a canary passes once it has been ready for so many seconds. */
export class SimulatedCanaries {
  readonly #seconds: number;
  #declaration = 0;
  #canaries: RollCanaries = {};
  readonly #readySince = new Map<string, number>();

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  /** As of a second; each declaration has canaries of its own. */
  at(second: number, declaration: number, nodes: readonly RollNode[]): RollCanaries {
    if (declaration !== this.#declaration) this.#canaries = {};
    this.#declaration = declaration;
    for (const [kind, canary] of Object.entries(this.#canaries)) {
      if (canary.outcome !== "watching") continue;
      const isReady = nodes.some(({ podName, state, reasons }) => podName === canary.podName && state === "ready" && reasons.length === 0);
      if (!isReady) this.#readySince.delete(kind);
      else if (!this.#readySince.has(kind)) this.#readySince.set(kind, second);
      if (second - (this.#readySince.get(kind) ?? second) < this.#seconds || !isReady) continue;
      this.#canaries = { ...this.#canaries, [kind]: { ...canary, outcome: "passed" } };
    }
    return this.#canaries;
  }

  /** Nodes are about to be started anew. */
  begin({ canaries, nodes: all }: RollState, nodes: readonly RollNode[]): void {
    if (canaries === undefined) return;
    const after = withCanary(canaries, nodes, all);
    if (after !== canaries) this.#readySince.clear();
    this.#canaries = after;
  }
}
