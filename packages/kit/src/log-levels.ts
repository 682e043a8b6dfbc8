/** What a line of the log is. */
export type LogLevel = "trace" | "debug" | "info" | "warn" | "error";

/** From which lines on a logger writes. `fatal`: from none, as a program that goes on has nothing fatal to say. */
export type LogThreshold = LogLevel | "fatal";

/** The lowest first. */
export const logThresholds: readonly LogThreshold[] = ["trace", "debug", "info", "warn", "error", "fatal"];

/**
 * Levels of loggers by name, to be changed at any time. A logger without a level of its own has that of the nearest name above it
 * (`kafka.log` is above `kafka.log.cleaner`), at last that of `root`.
 */
export class LogLevels {
  /** Name of the logger above all others, which always has a level. */
  static readonly root = "root";
  readonly #own = new Map<string, LogThreshold>();
  readonly #names = new Set<string>([LogLevels.root]);
  #changes = 0;

  constructor(root: LogThreshold) {
    this.#own.set(LogLevels.root, root);
  }

  /** Grows with each change, so that loggers may remember their level. */
  get changes(): number {
    return this.#changes;
  }

  /** Makes a logger's name known. */
  declare(name: string): void {
    this.#names.add(name);
  }

  /** Every logger's name with the level that it has. */
  *all(): Iterable<readonly [name: string, level: LogThreshold]> {
    for (const name of this.#names) yield [name, this.of(name)];
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  of(name: string): LogThreshold {
    for (let above = name; above !== ""; above = above.slice(0, Math.max(0, above.lastIndexOf(".")))) {
      const level = this.#own.get(above);
      if (level !== undefined) return level;
    }
    return this.#own.get(LogLevels.root) ?? "info";
  }

  /** Gives a logger a level of its own; undefined takes it away. */
  set(name: string, level: LogThreshold | undefined): void {
    if (level !== undefined) this.#own.set(name, level);
    else if (name !== LogLevels.root) this.#own.delete(name);
    this.#changes++;
  }
}
