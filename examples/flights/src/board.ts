/** What a consumer prints for each batch. */
export interface BatchLine {
  readonly partition: number;
  readonly flights: ReadonlyArray<readonly [row: number, origin: string, delayMinutes: number]>;
}

/** What has come from all consumers together. */
export class Board {
  readonly #delays = new Map<string, { flights: number; minutes: number }>();
  readonly #rows = new Set<number>();
  /** Per consumer and airport, the row that came last. */
  readonly #last = new Map<string, number>();
  #deliveries = 0;
  #outOfOrder = 0;

  take(consumer: string, { flights }: BatchLine): void {
    for (const [row, origin, delayMinutes] of flights) {
      const key = `${consumer} ${origin}`;
      if (row <= (this.#last.get(key) ?? -1)) this.#outOfOrder++;
      this.#last.set(key, row);
      this.#deliveries++;
      if (this.#rows.has(row)) continue;
      this.#rows.add(row);
      const delay = this.#delays.get(origin) ?? { flights: 0, minutes: 0 };
      this.#delays.set(origin, { flights: delay.flights + 1, minutes: delay.minutes + delayMinutes });
    }
  }

  /** Different flights that have come. */
  get flights(): number {
    return this.#rows.size;
  }

  /** Flights that came again: the ones that a dead consumer had read and not committed. */
  get again(): number {
    return this.#deliveries - this.#rows.size;
  }

  /** Flights that a consumer got behind a later one of the same airport. There should be none. */
  get outOfOrder(): number {
    return this.#outOfOrder;
  }

  get airports(): number {
    return this.#delays.size;
  }

  /** The airports with the longest mean delay, among those with many flights. */
  worst(count: number, flightsMin: number): Array<{ readonly airport: string; readonly meanDelayMinutes: number }> {
    return [...this.#delays]
      .filter(([, { flights }]) => flights >= flightsMin)
      .map(([airport, { flights, minutes }]) => ({ airport, meanDelayMinutes: minutes / flights }))
      .sort((a, b) => b.meanDelayMinutes - a.meanDelayMinutes)
      .slice(0, count);
  }
}
