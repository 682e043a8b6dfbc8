/** How many requests an API server gets at once from one command. */
const atOnce = 16;

/** Works on several items at a time, and gives what comes of them in their order. */
export async function* inOrder<T, R>(items: readonly T[], work: (item: T) => Promise<R>): AsyncGenerator<R> {
  const begun: Promise<R>[] = [];
  let at = 0;
  for (;;) {
    for (const item of items.slice(at, at + atOnce - begun.length)) {
      at++;
      const result = work(item);
      // It is awaited when its turn comes, which may be after it has failed.
      result.catch(() => {});
      begun.push(result);
    }
    const next = begun.shift();
    if (next === undefined) return;
    yield await next;
  }
}

export async function allInOrder<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for await (const result of inOrder(items, work)) results.push(result);
  return results;
}
