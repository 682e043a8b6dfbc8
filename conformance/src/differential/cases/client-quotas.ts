import { apis } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";
import { QuotaKeeper } from "./quota-keeper.ts";

/** A part that is null stands for the default; a list of parts may name a kind twice. */
type Entity = ReadonlyArray<readonly [type: string, name: string | null]>;
type Op = readonly [key: string, value: number | null];

const unordered = ["entries", "entity", "values"];

function entryOf(entity: Entity, ops: readonly Op[]) {
  return {
    entity: entity.map(([entityType, entityName]) => ({ entityType, entityName })),
    ops: ops.map(([key, value]) => ({ key, value: value ?? 0, remove: value === null })),
  };
}

const user: Entity = [["user", "alice"]];
const ip = (address: string | null): Entity => [["ip", address]];
const produce = "producer_byte_rate";
const connections = "connection_creation_rate";

/** Alterations of one entity each: what is asked, and the words for it. */
const alterations: ReadonlyArray<readonly [name: string, entity: Entity, ops: readonly Op[]]> = [
  ["a user", user, [[produce, 1]]],
  [
    "all of a user's",
    user,
    [
      [produce, 1],
      ["consumer_byte_rate", 2],
      ["request_percentage", 0.5],
      ["controller_mutation_rate", 0.25],
    ],
  ],
  ["the default user", [["user", null]], [[produce, 1]]],
  ["a client", [["client-id", "app"]], [[produce, 1]]],
  ["the default client", [["client-id", null]], [[produce, 1]]],
  [
    "both",
    [
      ["user", "alice"],
      ["client-id", "app"],
    ],
    [[produce, 1]],
  ],
  [
    "both by default",
    [
      ["user", null],
      ["client-id", null],
    ],
    [[produce, 1]],
  ],
  ["strange names", [["user", "a b/é:<default>"]], [[produce, 1]]],
  ["an address", ip("127.0.0.1"), [[connections, 1]]],
  ["an IPv6 address", ip("::1"), [[connections, 1]]],
  ["a host", ip("localhost"), [[connections, 1]]],
  ["the default address", ip(null), [[connections, 1]]],
  ["no host", ip("no such host"), [[connections, 1]]],
  ["no entity", [], [[produce, 1]]],
  ["an unknown kind", [["group", "g"]], [[produce, 1]]],
  [
    "an unknown kind among others",
    [
      ["user", "alice"],
      ["group", "g"],
    ],
    [[produce, 1]],
  ],
  ["an empty kind", [["", "g"]], [[produce, 1]]],
  ["an empty user", [["user", ""]], [[produce, 1]]],
  ["an empty client", [["client-id", ""]], [[produce, 1]]],
  ["an empty address", ip(""), [[connections, 1]]],
  [
    "an address and a user",
    [
      ["ip", "127.0.0.1"],
      ["user", "alice"],
    ],
    [[connections, 1]],
  ],
  [
    "a kind twice",
    [
      ["user", "bob"],
      ["user", "alice"],
    ],
    [[produce, 1]],
  ],
  ["an unknown quota", user, [["bytes", 1]]],
  ["an address's quota of a user", user, [[connections, 1]]],
  ["a user's quota of an address", ip("127.0.0.1"), [[produce, 1]]],
  ["zero", user, [[produce, 0]]],
  ["negative", user, [["request_percentage", -1]]],
  ["a fraction of bytes", user, [[produce, 1.5]]],
  ["hardly a fraction", user, [[produce, 1 + 1e-7]]],
  ["nearly a whole number", user, [[produce, 2 - 1e-7]]],
  ["the most", user, [[produce, 2 ** 63]]],
  ["more than the most", user, [[produce, 2 ** 64]]],
  ["endless bytes", user, [[produce, Number.POSITIVE_INFINITY]]],
  ["endless time", user, [["request_percentage", Number.POSITIVE_INFINITY]]],
  ["no number", user, [["request_percentage", Number.NaN]]],
  ["bytes of no number", user, [[produce, Number.NaN]]],
  ["the most connections", ip(null), [[connections, 2 ** 31 - 1]]],
  ["more than the most connections", ip(null), [[connections, 2 ** 31]]],
  ["a fraction of connections", ip(null), [[connections, 1.5]]],
  ["removal of what is not set", user, [[produce, null]]],
  ["removal of an unknown quota", user, [["bytes", null]]],
  ["nothing to do", user, []],
  [
    "a quota twice",
    user,
    [
      [produce, 1],
      [produce, 2],
    ],
  ],
  [
    "a quota of both twice",
    [
      ["user", "alice"],
      ["client-id", "app"],
    ],
    [
      [produce, 1],
      [produce, 2],
    ],
  ],
  [
    "two that are wrong",
    user,
    [
      ["request_percentage", -1],
      [produce, 1.5],
      ["bytes", 1],
    ],
  ],
];

const any = (entityType: string) => ({ entityType, matchType: 2, match: null });
const byDefault = (entityType: string) => ({ entityType, matchType: 1, match: null });
const named = (entityType: string, match: string) => ({ entityType, matchType: 0, match });

const filters: Readonly<Record<string, ReadonlyArray<{ entityType: string; matchType: number; match: string | null }>>> = {
  everything: [],
  "any user": [any("user")],
  "the default user": [byDefault("user")],
  "a user": [named("user", "alice")],
  "a user that there is not": [named("user", "nobody")],
  "any client": [any("client-id")],
  "any client of a user": [named("user", "alice"), any("client-id")],
  "the default client of the default user": [byDefault("user"), byDefault("client-id")],
  "any address": [any("ip")],
  "an address": [named("ip", "127.0.0.77")],
  "an empty kind": [any("")],
  "an unknown kind": [any("group")],
  "a kind twice": [any("user"), named("user", "alice")],
  "an address and a user": [any("ip"), any("user")],
  "a name of null": [{ entityType: "user", matchType: 0, match: null }],
  "a default with a name": [{ entityType: "user", matchType: 1, match: "alice" }],
  "any with a name": [{ entityType: "user", matchType: 2, match: "alice" }],
  "an unknown way": [{ entityType: "user", matchType: 3, match: null }],
  "a negative way": [{ entityType: "user", matchType: -1, match: null }],
  "an empty name": [named("user", "")],
};

async function describeAll(notes: Notes): Promise<void> {
  for (const [name, components] of Object.entries(filters)) {
    for (const strict of [false, true]) {
      await notes.each(`${name}${strict ? ", strictly" : ""}`, apis.describeClientQuotas, [0, 1], { components, strict }, { unordered });
    }
  }
}

/** Quotas as they are set, checked and told. All of them go again. */
export const clientQuotaScenarios: readonly Scenario[] = [
  {
    name: "AlterClientQuotas, checked only",
    alone: true,
    async run(notes) {
      const ask = (name: string, entries: readonly object[]) =>
        notes.each(name, apis.alterClientQuotas, [0, 1], { entries, validateOnly: true }, { unordered });
      for (const [name, entity, ops] of alterations) await ask(name, [entryOf(entity, ops)]);
      await ask("nothing", []);
      await ask("good and bad", [entryOf(user, [[produce, 1]]), entryOf([["group", "g"]], [[produce, 1]])]);
      await ask("an entity twice", [entryOf(user, [[produce, 1]]), entryOf(user, [[produce, 2]])]);
      await notes.each("then described", apis.describeClientQuotas, [0, 1], {}, { unordered });
    },
  },
  {
    name: "DescribeClientQuotas",
    alone: true,
    async run(notes) {
      const keeper = new QuotaKeeper(notes.talk);
      try {
        for (const [at, parts] of [
          { user: "alice" },
          { user: null },
          { user: "alice", "client-id": "app" },
          { user: "alice", "client-id": null },
          { user: null, "client-id": null },
          { "client-id": "app" },
          { "client-id": null },
        ].entries())
          await keeper.set(parts, { [produce]: 1_000_000_000 + at, request_percentage: 1000.5 });
        await keeper.set({ ip: "127.0.0.77" }, { [connections]: 1_000_000 });
        await keeper.set({ ip: null }, { [connections]: 1_000_001 });
        await describeAll(notes);
      } finally {
        await keeper.clear();
      }
    },
  },
  {
    name: "AlterClientQuotas",
    alone: true,
    async run(notes) {
      const keeper = new QuotaKeeper(notes.talk);
      const alter = async (name: string, entries: readonly object[]) => {
        notes.note(name, await notes.talk.ask(apis.alterClientQuotas, 1, { entries }), { unordered });
        await keeper.settle();
        notes.note(`${name}: then`, await notes.talk.ask(apis.describeClientQuotas, 1, { components: [any("user")] }), { unordered });
      };
      await alter("set", [
        entryOf(user, [
          [produce, 1_000_000_000],
          ["request_percentage", 1000],
        ]),
      ]);
      await alter("set one anew", [entryOf(user, [[produce, 2_000_000_000]])]);
      await alter("good and bad of one", [
        entryOf(user, [
          [produce, 3_000_000_000],
          ["bytes", 1],
        ]),
      ]);
      await alter("good and bad of two", [entryOf(user, [[produce, 4_000_000_000]]), entryOf([["user", ""]], [[produce, 1]])]);
      await alter("an entity twice", [entryOf(user, [[produce, 5_000_000_000]]), entryOf(user, [[produce, 6_000_000_000]])]);
      await alter("removed and set", [
        entryOf(user, [
          [produce, null],
          ["consumer_byte_rate", 7_000_000_000],
        ]),
      ]);
      await alter("removed", [
        entryOf(user, [
          ["request_percentage", null],
          ["consumer_byte_rate", null],
        ]),
      ]);
      await keeper.clear();
    },
  },
];
