import type { RollNode } from "./cluster-state.ts";

/** What a roll does next. */
export type RollStep =
  /** All nodes are as they shall be, and ready. */
  | { readonly type: "done" }
  /** Nodes are started anew, all at a time; there is at least one. `warnings` tell what can't be kept available meanwhile. */
  | { readonly type: "restart"; readonly nodes: readonly RollNode[]; readonly warnings: readonly string[] }
  /** It goes on when something has changed, by itself as a rule. `isPatient`: that may take as long as it takes. */
  | { readonly type: "wait"; readonly why: string; readonly isPatient?: true }
  /** It goes on when somebody has changed something. */
  | { readonly type: "blocked"; readonly why: string };
