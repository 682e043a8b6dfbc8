/**
 * Has `undo` run when this process ends before its work is done; what was asked for last comes first. The result takes the wish back.
 * `undo` can wait for nothing.
 */
export function atExit(undo: () => void): () => void {
  process.prependListener("exit", undo);
  return () => process.off("exit", undo);
}

/** Lets SIGINT and SIGTERM end this process in the way that runs what `atExit` was given. */
export function exitOnSignals(): void {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.once(signal, () => process.exit(code));
  }
}
