import type { ResolvedRegexes, TopicImage } from "@millrace/coordinators";
import { assert } from "@millrace/kit";
import type { RE2JS } from "re2js";

interface Library {
  readonly RE2JS: typeof RE2JS;
}

/** Regular expressions for topic names in RE2's syntax, as the consumer protocol has them. The library is loaded when one is used. */
export class TopicPatterns {
  #library: Library | undefined;

  async load(): Promise<void> {
    this.#library ??= await import("re2js");
  }

  /** Why a text is no regular expression, in RE2's words; undefined if it is one. */
  problemOf(regex: string): string | undefined {
    try {
      this.#compile(regex);
      return undefined;
    } catch (error) {
      return descriptionOf(error);
    }
  }

  /** What each expression matches; nothing if it is none. */
  resolve(regexes: readonly string[], image: TopicImage): ResolvedRegexes {
    const names = Array.from(image.topics(), ({ name }) => name);
    const topics = new Map(regexes.map((regex) => [regex, this.#matching(regex, names)]));
    return { topics, version: image.topicsVersion };
  }

  #matching(regex: string, names: readonly string[]): Set<string> {
    if (this.problemOf(regex) !== undefined) return new Set();
    const pattern = this.#compile(regex);
    return new Set(names.filter((name) => pattern.matches(name)));
  }

  #compile(regex: string): RE2JS {
    assert(this.#library !== undefined, "a regular expression is read before the library is loaded");
    return this.#library.RE2JS.compile(regex);
  }
}

function descriptionOf(error: unknown): string {
  const described = error as { getDescription?: () => string; message?: string };
  return described.getDescription?.() ?? String(described.message ?? error);
}
