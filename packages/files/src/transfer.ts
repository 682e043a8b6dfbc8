/**
 * Goes on with a system call that may do less than it is asked for. `some` is told how much is done and says how much it did then; 0: there is
 * no more (the end of a file). Returns how much was done.
 */
export function transfer(length: number, some: (done: number) => number): number {
  let done = 0;
  while (done < length) {
    const count = some(done);
    if (count === 0) break;
    done += count;
  }
  return done;
}
