import type { Admin, ConfigChange, ConfigResource } from "@millrace/client";

export const threads = "num.io.threads";
const answers = { NONE: { code: 0, name: "NONE" }, INVALID_REQUEST: { code: 42, name: "INVALID_REQUEST" } } as const;
const isListener = (name: string): boolean => name.startsWith("listener.name.");
const defaults: Readonly<Record<string, string>> = { "num.io.threads": "8", "max.connections": "2147483647" };

/** Brokers that keep what they are told, and refuse more than twice as many threads, as Kafka does. `atStart`: what the files of each say. */
export class Brokers {
  readonly atStart: ReadonlyArray<Record<string, string>>;
  readonly dynamic = new Map<string, Map<string, string>>([["", new Map()]]);
  readonly requests: string[] = [];
  away: readonly number[] = [];
  refusal: (name: string, value: string, broker: string) => string | undefined = () => undefined;

  constructor(...atStart: ReadonlyArray<Record<string, string>>) {
    this.atStart = atStart;
    for (const id of atStart.keys()) this.dynamic.set(String(id), new Map());
  }

  get admin(): Admin {
    const { atStart } = this;
    return {
      describeCluster: async () => ({ brokers: atStart.map((_, id) => ({ id })) }),
      describeConfigs: async ([resource]: readonly ConfigResource[], { names }: { readonly names: readonly string[] }) => {
        if (resource === undefined) return [];
        const { name } = resource;
        if (this.away.includes(Number(name)) && name !== "") throw new Error("it is away");
        const entries = names.flatMap((setting) => this.#entry(name, setting));
        return [{ name, error: answers.NONE, entries }];
      },
      incrementalAlterConfigs: async (
        [{ name, changes }]: readonly [ConfigResource & { readonly changes: readonly ConfigChange[] }],
        { validateOnly }: { readonly validateOnly: boolean },
      ) => {
        if (!validateOnly) this.requests.push(`${name}: ${changes.map((each) => `${each.name} ${each.value ?? "-"}`).join(", ")}`);
        const refused = changes.map((each) => this.refusal(each.name, each.value ?? "-", name)).find((why) => why !== undefined);
        if (refused !== undefined) return [{ error: answers.INVALID_REQUEST, errorMessage: refused }];
        for (const change of validateOnly ? [] : changes) {
          if (change.operation === "delete") this.dynamic.get(name)?.delete(change.name);
          else this.dynamic.get(name)?.set(change.name, change.value ?? "");
        }
        return [{ error: answers.NONE, errorMessage: null }];
      },
    } as unknown as Admin;
  }

  #entry(broker: string, name: string) {
    const places = [
      [this.dynamic.get(broker)?.get(name), broker === "" ? "DYNAMIC_DEFAULT_BROKER_CONFIG" : "DYNAMIC_BROKER_CONFIG"],
      [broker === "" ? undefined : this.dynamic.get("")?.get(name), "DYNAMIC_DEFAULT_BROKER_CONFIG"],
      [this.atStart[Number(broker || Number.NaN)]?.[name], "STATIC_BROKER_CONFIG"],
      [broker === "" ? undefined : defaults[name], "DEFAULT_CONFIG"],
    ];
    const synonyms = places.flatMap(([value, source]) => (value === undefined ? [] : [{ name, value, source }]));
    const [first] = synonyms;
    return first === undefined ? [] : [{ name, value: first.value, synonyms, readOnly: isListener(name) }];
  }
}
