import { type Closeable, MillraceError, messageOf } from "@millrace/kit";
import { Driver } from "../driver.ts";
import { confluentDriver } from "../suites/confluent-kafka.ts";
import { javaDriver } from "../suites/java.ts";

/** What a work found in the end. */
export interface Finding {
  /** What is not as it has to be. */
  readonly wrong: readonly string[];
  /** What came about, and how often. */
  readonly counts: Readonly<Record<string, number>>;
}

const partTimeoutMs = 120_000;
const first = ".begin";

/** What Kafka's own clients and librdkafka do at the same time, whatever becomes of the broker: see Work.java and works.py. */
export class Works implements Closeable {
  readonly #drivers: ReadonlyMap<string, Driver>;
  readonly #bootstrapServers: string;

  private constructor(drivers: ReadonlyMap<string, Driver>, bootstrapServers: string) {
    this.#drivers = drivers;
    this.#bootstrapServers = bootstrapServers;
  }

  static async open(bootstrapServers: string): Promise<Works> {
    const byWork = new Map<string, Driver>();
    for (const command of [await javaDriver("torture"), await confluentDriver("torture")]) {
      const driver = new Driver(command);
      for (const name of await driver.cases) if (name.endsWith(first)) byWork.set(name.slice(0, -first.length), driver);
    }
    return new Works(byWork, bootstrapServers);
  }

  async begin(): Promise<void> {
    await this.#all("begin", partTimeoutMs);
  }

  /** Resolves when they have come to their end, after `enough`. Throws if one of them can't go on. */
  async go(timeoutMs: number): Promise<void> {
    await this.#all("go", timeoutMs + partTimeoutMs);
  }

  async enough(): Promise<void> {
    await this.#all("enough", partTimeoutMs);
  }

  async look(): Promise<Readonly<Record<string, Finding>>> {
    return (await this.#all("look", partTimeoutMs)) as unknown as Readonly<Record<string, Finding>>;
  }

  async #all(part: string, timeoutMs: number): Promise<object> {
    const attempts = [...this.#drivers].map(async ([work, driver]) => {
      const name = `${work}.${part}`;
      try {
        return [work, await driver.attempt(name, this.#bootstrapServers, timeoutMs)] as const;
      } catch (cause) {
        const hint = cause instanceof MillraceError && cause.hint !== undefined ? { hint: cause.hint } : {};
        throw new MillraceError("REQUEST_FAILED", `${name}: ${messageOf(cause)}`, { cause, ...hint });
      }
    });
    return Object.fromEntries(await Promise.all(attempts));
  }

  async close(): Promise<void> {
    await Promise.all([...new Set(this.#drivers.values())].map((driver) => driver.close()));
  }
}
