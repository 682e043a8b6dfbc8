import { brokerConfigs } from "@millrace/configs";
import { type ConfigProblem, isProblem, type Overrides, type Parsed, parseConfig } from "../config/parse.ts";
import type { BrokerSettings } from "../config/settings.ts";

/** The names under which a config of one listener, and of one SASL mechanism there, may be given. The first one that is given counts. */
function namesOf(name: string, listener: string, mechanism: string | undefined): string[] {
  const prefix = `listener.name.${listener.toLowerCase()}.`;
  const ofMechanism = mechanism === undefined ? [] : [`${prefix}${mechanism.toLowerCase()}.${name}`];
  return [...ofMechanism, prefix + name];
}

/** Configs as one listener, or one SASL mechanism of it, has them. */
export class ListenerConfig {
  readonly listener: string;
  readonly mechanism: string | undefined;
  readonly #settings: BrokerSettings;
  readonly #problems: ConfigProblem[];

  /** What is wrong with values goes to `problems`; such a value counts as not given. */
  constructor(settings: BrokerSettings, listener: string, problems: ConfigProblem[], mechanism?: string) {
    this.listener = listener;
    this.mechanism = mechanism;
    this.#settings = settings;
    this.#problems = problems;
  }

  /** The same listener's configs for a mechanism. */
  of(mechanism: string): ListenerConfig {
    return new ListenerConfig(this.#settings, this.listener, this.#problems, mechanism);
  }

  text(name: string): string | null {
    return this.#parsed(name).text;
  }

  number(name: string): number {
    return Number(this.#parsed(name).value ?? Number.NaN);
  }

  list(name: string): readonly string[] {
    const { value } = this.#parsed(name);
    return Array.isArray(value) ? value : [];
  }

  /** Where the config would be given for this listener and mechanism alone. */
  nameOf(name: string): string {
    return namesOf(name, this.listener, this.mechanism)[0] ?? name;
  }

  /** What is given for this mechanism of this listener, and not for others as well. */
  ofMechanism(name: string): string | undefined {
    const { properties } = this.#settings;
    const own = this.nameOf(name);
    return Object.hasOwn(properties, own) ? properties[own] : undefined;
  }

  complain(message: string): void {
    this.#problems.push({ name: "", message });
  }

  #parsed(name: string): Parsed {
    const { properties, values } = this.#settings;
    const def = brokerConfigs.get(name);
    const given = firstGiven(properties, namesOf(name, this.listener, this.mechanism));
    if (def === undefined || given === undefined) return values.get(name) ?? { value: null, text: null };
    const parsed = parseConfig({ ...def, name: given.name }, given.text);
    if (!isProblem(parsed)) return parsed;
    this.#problems.push(parsed);
    return values.get(name) ?? { value: null, text: null };
  }
}

function firstGiven(properties: Overrides, names: readonly string[]): { readonly name: string; readonly text: string } | undefined {
  for (const name of names) {
    const text = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (text !== undefined) return { name, text };
  }
  return undefined;
}
