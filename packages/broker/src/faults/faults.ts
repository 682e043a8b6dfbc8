import type { Random } from "@millrace/kit";
import { apisOf, checkFaultRule, type Fault, type FaultRule } from "./fault-rule.ts";

/** A request as rules see it. */
export interface FaultCandidate {
  readonly api: string;
  readonly clientId: string | null;
  /** Found out only where a rule asks. */
  readonly topics: () => ReadonlySet<string>;
}

interface Armed {
  readonly rule: FaultRule;
  readonly apis: ReadonlySet<string>;
  hits: number;
}

/** Chance is drawn from so many. */
const lots = 1 << 24;

/** What is to go wrong, for the tests of programs. Rules are tried in the order in which they were made, and the first that fits counts. */
export class Faults {
  readonly #random: Random;
  readonly #armed = new Set<Armed>();
  #isArmed = false;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Whether there is any rule: all that requests cost when there is none. */
  get isArmed(): boolean {
    return this.#isArmed;
  }

  /** Throws CONFIG_INVALID for a rule that makes no sense. */
  add(rule: FaultRule): Fault {
    checkFaultRule(rule);
    const armed: Armed = { rule: { ...rule }, apis: new Set(apisOf(rule)), hits: 0 };
    this.#armed.add(armed);
    this.#isArmed = true;
    return {
      get hits() {
        return armed.hits;
      },
      clear: () => this.#disarm(armed),
    };
  }

  clear(): void {
    this.#armed.clear();
    this.#isArmed = false;
  }

  /** The rule that hits a request, if any does; the hit counts. */
  hit(candidate: FaultCandidate): FaultRule | undefined {
    for (const armed of this.#armed) {
      if (!fits(armed, candidate) || !this.#isDrawn(armed.rule)) continue;
      armed.hits++;
      if (armed.hits === armed.rule.times) this.#disarm(armed);
      return armed.rule;
    }
    return undefined;
  }

  #isDrawn({ share = 1 }: FaultRule): boolean {
    return share === 1 || this.#random.below(lots) < share * lots;
  }

  #disarm(armed: Armed): void {
    this.#armed.delete(armed);
    this.#isArmed = this.#armed.size > 0;
  }
}

function fits({ rule, apis }: Armed, { api, clientId, topics }: FaultCandidate): boolean {
  if (apis.size > 0 && !apis.has(api)) return false;
  if (rule.clientId !== undefined && rule.clientId !== clientId) return false;
  return rule.topic === undefined || topics().has(rule.topic);
}
