import { MillraceError } from "@millrace/kit";
import { type JaasToken, jaasTokens } from "./jaas-tokens.ts";
import { loginModules, type SaslMechanism } from "./mechanisms.ts";

/** What `sasl.jaas.config` says: a Java class, and its options. */
export interface JaasConfig {
  readonly loginModule: string;
  readonly options: ReadonlyMap<string, string>;
}

const flags: ReadonlySet<string> = new Set(["REQUIRED", "REQUISITE", "SUFFICIENT", "OPTIONAL"]);
const hint = 'it reads <class> required <option>="<value>" ... ;';

/** Nothing of the text is repeated: half of a password may stand anywhere in it. */
function invalid(problem: string, at?: number): MillraceError {
  const where = at === undefined ? "" : ` at character ${at + 1}`;
  return new MillraceError("CONFIG_INVALID", `${problem}${where}`, { hint });
}

/** The `sasl.jaas.config` of a client that logs in with a password. */
export function passwordLogin(mechanism: Exclude<SaslMechanism, "OAUTHBEARER">, user: string, password: string): string {
  const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
  return `${loginModules[mechanism]} required username=${quoted(user)} password=${quoted(password)};`;
}

/** Reads `<class> <flag> (<option>=<value>)*;`, as Kafka does. Throws CONFIG_INVALID, which says where and never what. */
export function parseJaasConfig(text: string): JaasConfig {
  const tokens = jaasTokens(text);
  const [config, ...others] = readAll(tokens);
  if (config === undefined) throw invalid("Login module not specified in JAAS config");
  if (others.length > 0) throw invalid(`JAAS config property contains ${others.length + 1} login modules, should be 1 module`);
  return config;
}

function readAll(tokens: Iterator<JaasToken>): JaasConfig[] {
  const configs: JaasConfig[] = [];
  for (let next = tokens.next(); !next.done; next = tokens.next()) configs.push(readOne(next.value, tokens));
  return configs;
}

function readOne(first: JaasToken, tokens: Iterator<JaasToken>): JaasConfig {
  if (first.kind !== "text") throw invalid("Login module not specified in JAAS config", first.at);
  const flag = tokens.next();
  if (flag.done) throw invalid("Login module control flag not specified in JAAS config");
  if (flag.value.kind !== "text" || !flags.has(flag.value.text.toUpperCase())) {
    throw invalid("Invalid login module control flag in JAAS config", flag.value.at);
  }
  const options = new Map<string, string>();
  for (let next = tokens.next(); !next.done; next = tokens.next()) {
    if (isSign(next.value, ";")) return { loginModule: first.text, options };
    const [name, value] = readOption(next.value, tokens);
    options.set(name, value);
  }
  throw invalid("JAAS config entry not terminated by semi-colon");
}

function readOption(name: JaasToken, tokens: Iterator<JaasToken>): [name: string, value: string] {
  const sign = tokens.next();
  const value = tokens.next();
  if (name.kind !== "text" || sign.done || !isSign(sign.value, "=") || value.done || value.value.kind !== "text") {
    throw invalid("Value not specified for an option in JAAS config", name.at);
  }
  return [name.text, value.value.text];
}

function isSign(token: JaasToken, sign: string): boolean {
  return token.kind === "sign" && token.sign === sign;
}
