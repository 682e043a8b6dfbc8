import { MillraceError } from "@millrace/kit";
import { javaPattern } from "./java-pattern.ts";

/** Gives a certificate's subject its shorter name; undefined if the rule is about other names. Throws where Kafka's rule would fail. */
type Rule = (distinguishedName: string) => string | undefined;

// Java's \s is ASCII's.
const blank = "[ \\t\\n\\x0B\\f\\r]*";
const ruleForm = String.raw`(DEFAULT)|RULE:((?:\\.|[^\\/])*)/((?:\\.|[^\\/])*)/([LU]?).*?|(.*?)`;
const ruleSplitter = new RegExp(`${blank}(${ruleForm})${blank}(?:,${blank}|$)`, "g");
const ruleStart = new RegExp(`^(?:${ruleForm})`);

/**
 * The names of users with certificates: `ssl.principal.mapping.rules`, as Kafka's `SslPrincipalMapper` reads and applies them. The first rule
 * that is about a name counts. Throws CONFIG_INVALID for rules that can't be read.
 */
export function principalMapping(rules: string): (distinguishedName: string) => string {
  const list = splitRules(rules).flatMap(parseRule);
  return (distinguishedName) => {
    for (const rule of list) {
      const name = rule(distinguishedName);
      if (name !== undefined) return name;
    }
    throw new MillraceError("CONFIG_INVALID", `no rule of ssl.principal.mapping.rules is about ${distinguishedName}`);
  };
}

function splitRules(rules: string): string[] {
  return [...rules.replace(/^[\0- ]+|[\0- ]+$/g, "").matchAll(ruleSplitter)].map(([, rule = ""]) => rule);
}

/** Empty rules don't count. */
function parseRule(text: string): Rule[] {
  const [whole = "", isDefault, pattern, replacement = "", letter] = ruleStart.exec(text) ?? [];
  if (whole !== text) {
    const rest = whole === "" ? "" : ` from ${JSON.stringify(text.slice(whole.length))} on`;
    throw new MillraceError("CONFIG_INVALID", `${JSON.stringify(text)} is no rule for names${rest}`);
  }
  if (isDefault !== undefined) return [(distinguishedName) => distinguishedName];
  return pattern === undefined ? [] : [replacingRule(pattern, replacement, letter)];
}

function replacingRule(pattern: string, replacement: string, letter: string | undefined): Rule {
  const whole = new RegExp(`^(?:${javaPattern(pattern).source})$`, "u");
  const each = javaPattern(pattern, "g");
  const groups = (new RegExp(`${each.source}|`, "u").exec("")?.length ?? 1) - 1;
  const template = withLiteralReferences(replacement, groups);
  return (distinguishedName) => {
    if (!whole.test(distinguishedName)) return undefined;
    // All that matches is replaced, not the name as a whole: `.*` matches once more at the end.
    const name = distinguishedName.replace(each, (...match: unknown[]) => expanded(template, match.slice(0, groups + 1), match.at(-1)));
    return letter === "L" ? name.toLowerCase() : letter === "U" ? name.toUpperCase() : name;
  };
}

/**
 * References to groups that there are not stand for themselves. Places are those of the text before anything was put in, as Kafka counts
 * them: a second such reference is not found where it is.
 */
function withLiteralReferences(replacement: string, groups: number): string {
  if (groups === 0) return replacement;
  let text = replacement;
  for (const { 1: digits = "", index } of replacement.matchAll(/\$(\d+)/g)) {
    if (digits.startsWith("0")) continue;
    let number = Number(digits);
    while (number > groups && number >= 10) number = Math.trunc(number / 10);
    if (number > groups) text = `${text.slice(0, index)}\\${text.slice(index)}`;
  }
  return text;
}

/**
 * A replacement as Java's `Matcher` reads it: `\x` is x itself, `$12` is group 12 if there are so many, else group 1 and a 2; `${name}`
 * is a group with a name, of which `named` has the values if there are any.
 */
function expanded(template: string, match: readonly unknown[], named: unknown): string {
  return template.replace(/\\(.)|\$\{(\w+)\}|\$(\d)(\d*)|\$|\\/gsu, (token, literal?: string, name?: string, first?: string, more = "") => {
    if (literal !== undefined) return literal;
    if (name !== undefined && typeof named === "object" && named !== null && name in named) return String(Reflect.get(named, name) ?? "");
    if (first === undefined || Number(first) >= match.length) throw new MillraceError("CONFIG_INVALID", `${token} refers to no group`);
    let digits = first;
    while (digits.length <= more.length && Number(digits + more[digits.length - 1]) < match.length) digits += more[digits.length - 1];
    const group = match[Number(digits)];
    return (group === undefined ? "" : String(group)) + more.slice(digits.length - 1);
  });
}
