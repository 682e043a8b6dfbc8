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
    const compiled = this.#compile(regex);
    return typeof compiled === "string" ? compiled : undefined;
  }

  /** What each expression matches of the topics that may be described; nothing if it is none. */
  resolve(regexes: readonly string[], image: TopicImage, mayDescribe: (topic: string) => boolean): ResolvedRegexes {
    const names = Array.from(image.topics(), ({ name }) => name);
    const topics = new Map(regexes.map((regex) => [regex, this.#matching(regex, names, mayDescribe)]));
    return { topics, version: image.topicsVersion };
  }

  #matching(regex: string, names: readonly string[], mayDescribe: (topic: string) => boolean): Set<string> {
    const compiled = this.#compile(regex);
    return new Set(typeof compiled === "string" ? [] : names.filter((name) => compiled.matches(name) && mayDescribe(name)));
  }

  /** The expression; a text: why it is none. */
  #compile(regex: string): RE2JS | string {
    assert(this.#library !== undefined, "a regular expression is read before the library is loaded");
    if (sizeOf(regex) > sizeMax) return "expression too large";
    try {
      return this.#library.RE2JS.compile(regex);
    } catch (error) {
      return descriptionOf(error);
    }
  }
}

/** Far more than names of topics (249 characters) ask for; what takes a fifth of a second to compile. */
const sizeMax = 20_000;

/** How large an expression becomes, at least roughly: what is counted, `a{1000}`, is written out, a group as if it were all there is. */
function sizeOf(regex: string): number {
  let size = regex.length;
  for (const { 1: end, 2: least = "0", 3: most = "0" } of regex.matchAll(/(.)\{(\d+)(?:,(\d*))?\}/gs)) {
    size += Math.max(Number(least), Number(most)) * (end === ")" ? regex.length : 1);
  }
  return size;
}

function descriptionOf(error: unknown): string {
  const described = error as { getDescription?: () => string; message?: string };
  return described.getDescription?.() ?? String(described.message ?? error);
}
