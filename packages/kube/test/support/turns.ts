/** Resolves when `look` holds; looks again after each turn of the event loop. */
export async function until(what: string, look: () => boolean): Promise<void> {
  for (let turns = 0; !look(); turns++) {
    if (turns > 100_000) throw new Error(`it did not come about that ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Enough turns of the event loop for anything that needs no time to have happened. */
export async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}
