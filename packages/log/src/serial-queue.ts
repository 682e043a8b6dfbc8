/** Does one thing after the other, in the order that they were asked for. */
export class SerialQueue {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when it is done. A task must not fail. */
  add(task: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(task);
    return this.#last;
  }

  /** Resolves when all that was asked for is done. */
  done(): Promise<void> {
    return this.#last;
  }
}
