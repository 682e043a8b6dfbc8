/** Kafka's settings, in their order. */
export type Properties = Readonly<Record<string, string>>;

/** Settings that belong together, under a heading. */
export interface Section {
  readonly title: string;
  readonly settings: Properties;
}

/** As `java.util.Properties` reads it: a backslash takes from what follows it any meaning of its own. */
const escapedValue = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t").replace(/^ /, "\\ ");

const escapedKey = (text: string): string => escapedValue(text).replaceAll(/[ :=#!]/g, (character) => `\\${character}`);

/** The lines of a section, and an empty one behind it. A section without settings is not written. */
export function sectionText({ title, settings }: Section): string {
  const lines = Object.entries(settings).map(([name, value]) => `${escapedKey(name)}=${escapedValue(value)}`);
  return lines.length === 0 ? "" : [`# ${title}`, ...lines, "", ""].join("\n");
}

/** The name of the setting that a line of a section sets; undefined if it sets none. */
export function settingOfLine(line: string): string | undefined {
  const [, key] = /^((?:[^\\=#]|\\.)(?:[^\\=]|\\.)*)=/.exec(line) ?? [];
  return key?.replaceAll(/\\(.)/g, "$1");
}
