import type { ServedKind } from "./served-kind.ts";

/**
 * Kinds by a name as kubectl takes it: `kafkatopics`, `kafkatopic`, `KafkaTopic`, `kt`, `kafkatopics.kafka.strimzi.io`,
 * `kafkatopics.v1.kafka.strimzi.io`, or a category, which has several. Empty: there is none.
 */
export function kindsNamed(kinds: readonly ServedKind[], name: string): readonly ServedKind[] {
  const [word = "", ...rest] = name.toLowerCase().split(".");
  const qualifier = rest.join(".");
  const candidates = kinds.filter((kind) => (qualifier === "" ? kind.isPreferred : qualifiers(kind).includes(qualifier)));
  for (const isMeant of [isCalled, isShort]) {
    // Of the same name in several groups, the one that the API server tells first.
    const found = candidates.find((kind) => isMeant(kind, word));
    if (found !== undefined) return [found];
  }
  return qualifier === "" ? candidates.filter(({ categories, verbs }) => categories.includes(word) && verbs.includes("list")) : [];
}

export const kindOfObject = (
  kinds: readonly ServedKind[],
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
): ServedKind | undefined => kinds.find((each) => each.kind === kind && each.apiVersion === apiVersion);

const isCalled = ({ plural, singular, kind }: ServedKind, word: string): boolean =>
  plural === word || singular === word || kind.toLowerCase() === word;
const isShort = ({ shortNames }: ServedKind, word: string): boolean => shortNames.includes(word);

function qualifiers({ apiVersion, group, isPreferred }: ServedKind): readonly string[] {
  const version = apiVersion.slice(apiVersion.indexOf("/") + 1);
  const full = group === "" ? version : `${version}.${group}`;
  return isPreferred ? [full, group] : [full];
}
