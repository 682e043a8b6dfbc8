interface StateRow {
  /** The state's number in `__transaction_state`. */
  readonly id: number;
  /** The states that it may follow. */
  readonly previous: readonly string[];
  /** Whether a transactional id that stays in it is forgotten in the end. */
  readonly expires: boolean;
}

const settled = ["Empty", "CompleteCommit", "CompleteAbort"] as const;

/**
 * The states of a transaction (KIP-98), by the names that ListTransactions uses. The last two are passed within one step and never stored:
 * a producer is fenced as its transaction is aborted, and an expired id is gone at once.
 */
export const transactionStates = {
  Empty: { id: 0, previous: settled, expires: true },
  Ongoing: { id: 1, previous: ["Ongoing", ...settled], expires: false },
  PrepareCommit: { id: 2, previous: ["Ongoing"], expires: false },
  // With transaction.version 2, a producer that does not know how its last transaction ended may abort without having begun one (KIP-890).
  PrepareAbort: { id: 3, previous: ["Ongoing", "PrepareEpochFence", ...settled], expires: false },
  CompleteCommit: { id: 4, previous: ["PrepareCommit"], expires: true },
  CompleteAbort: { id: 5, previous: ["PrepareAbort"], expires: true },
  Dead: { id: 6, previous: settled, expires: false },
  PrepareEpochFence: { id: 7, previous: ["Ongoing"], expires: false },
} as const satisfies Record<string, StateRow>;

export type TransactionState = keyof typeof transactionStates;
/** The states that a transaction can be found in. */
export type StoredState = Exclude<TransactionState, "Dead" | "PrepareEpochFence">;

const storedStates = [
  "Empty",
  "Ongoing",
  "PrepareCommit",
  "PrepareAbort",
  "CompleteCommit",
  "CompleteAbort",
] as const satisfies StoredState[];
const byId: ReadonlyMap<number, StoredState> = new Map(storedStates.map((name) => [transactionStates[name].id, name]));

export function storedStateOf(id: number): StoredState | undefined {
  return byId.get(id);
}

export function mayFollow(state: TransactionState, previous: TransactionState): boolean {
  const allowed: readonly string[] = transactionStates[state].previous;
  return allowed.includes(previous);
}

export function isTransactionState(name: string): name is TransactionState {
  return Object.hasOwn(transactionStates, name);
}
