import { canaryKindOf, type RollCanaries, type RollNode, type RollState } from "@millrace/plans/rolls";

/** Who is watched in a roll, as the operator writes it down: a canary passes once it has been ready for so many seconds. */
export class SimulatedCanaries {
  readonly #seconds: number;
  #declaration = 0;
  #canaries: RollCanaries = {};
  #readySince: number | undefined;

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  /** As of a second; each declaration has canaries of its own. */
  at(second: number, declaration: number, nodes: readonly RollNode[]): RollCanaries {
    if (declaration !== this.#declaration) this.#canaries = {};
    this.#declaration = declaration;
    for (const [kind, canary] of Object.entries(this.#canaries)) {
      if (canary.outcome !== "watching") continue;
      const isReady = nodes.some(({ podName, state }) => podName === canary.podName && state === "ready");
      this.#readySince = isReady ? (this.#readySince ?? second) : undefined;
      if (this.#readySince === undefined || second - this.#readySince < this.#seconds) continue;
      this.#canaries = { ...this.#canaries, [kind]: { ...canary, outcome: "passed" } };
    }
    return this.#canaries;
  }

  /** The first node of a kind is about to be started anew. */
  begin({ canaries }: RollState, nodes: readonly RollNode[]): void {
    const [first] = nodes;
    if (first === undefined || canaries === undefined || canaries[canaryKindOf(first)] !== undefined) return;
    this.#readySince = undefined;
    const canary = { podName: first.podName, outcome: "watching", told: "" } as const;
    this.#canaries = { ...this.#canaries, [canaryKindOf(first)]: canary };
  }
}
