/** Calls `task` at the first SIGINT or SIGTERM; a second one ends the process at once. Gives what takes that back. */
export function onInterrupt(task: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM"] as const;
  let interrupted = false;
  const listener = (signal: NodeJS.Signals): void => {
    if (interrupted) process.exit(signal === "SIGINT" ? 130 : 143);
    interrupted = true;
    task();
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
