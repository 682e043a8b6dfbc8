import { type Acl, type Admin, RequestFailedError } from "@millrace/client";
import type { Verdict } from "../verdicts.ts";
import { eventually } from "./outcome.ts";

/** What a client of ours sees of a user's credentials and quotas, and of ACLs where nothing keeps to them. */
export async function users({ admin, name }: { readonly admin: Admin; readonly name: string }): Promise<Verdict> {
  return { credentials: await credentials(admin, name), quotas: await quotas(admin, name), acls: await acls(admin) };
}

async function credentials(admin: Admin, user: string): Promise<Verdict> {
  const sha512 = { user, mechanism: "SCRAM-SHA-512" } as const;
  const altered = [
    await admin.alterUserScramCredentials([{ ...sha512, password: "secret" }]),
    await admin.alterUserScramCredentials([{ ...sha512, password: "secret", iterations: 1 }]),
    await admin.alterUserScramCredentials([{ user: `${user}-none`, mechanism: "SCRAM-SHA-256", password: null }]),
    await admin.alterUserScramCredentials([
      { ...sha512, password: "secret" },
      { user, mechanism: "SCRAM-SHA-256", password: "secret" },
    ]),
  ];
  const describe = async (wanted: string) => (await admin.describeUserScramCredentials([wanted]))[0];
  const known = await eventually("the credentials are known", async () => {
    const described = await describe(user);
    return described?.credentials.length === 1 ? described : undefined;
  });
  const unknown = await describe(`${user}-none`);
  await admin.alterUserScramCredentials([{ ...sha512, password: null }]);
  return {
    altered: altered.flat().map(({ error, errorMessage }) => `${error.name} ${errorMessage}`),
    known: known.credentials.map(({ mechanism, iterations }) => `${mechanism} ${iterations}`),
    unknown: `${unknown?.error.name}`,
  };
}

async function quotas(admin: Admin, user: string): Promise<Verdict> {
  const altered = await admin.alterClientQuotas([
    { entity: { user }, set: { producer_byte_rate: 1024, controller_mutation_rate: 0.5 } },
    { entity: { user, "client-id": null }, set: { consumer_byte_rate: 7 } },
    { entity: { user: `${user}-bad` }, set: { producer_byte_rate: 0.5 } },
    { entity: { user: `${user}-bad`, "client-id": "c" }, set: { frobnication_rate: 1 } },
  ]);
  const of = async (strict: boolean) => admin.describeClientQuotas({ user: { name: user } }, { strict });
  const described = await eventually("the quotas are known", async () => {
    const found = await of(false);
    return found.length === 2 ? found : undefined;
  });
  const alone = await of(true);
  await admin.alterClientQuotas([
    { entity: { user }, remove: ["producer_byte_rate", "controller_mutation_rate"] },
    { entity: { user, "client-id": null }, remove: ["consumer_byte_rate"] },
  ]);
  const text = (found: typeof described): string[] =>
    found.map(({ entity, quotas: own }) => JSON.stringify({ parts: Object.keys(entity).sort(), ...own }, sortedKeys)).sort();
  return {
    altered: altered.map(({ error, errorMessage }) => `${error.name} ${errorMessage}`.replaceAll(user, "USER")),
    described: text(described),
    alone: text(alone),
  };
}

/** Both brokers tell quotas in an order of their own. */
function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

async function acls(admin: Admin): Promise<Verdict> {
  const acl: Acl = {
    principal: "User:a",
    permission: "allow",
    operation: "Read",
    resourceType: "topic",
    resourceName: "t",
    patternType: "literal",
    host: "*",
  };
  const refused = (thrown: unknown): string => (thrown instanceof RequestFailedError ? thrown.message : String(thrown));
  const attempt = (work: Promise<ReadonlyArray<{ error: { name: string }; errorMessage: string | null }>>): Promise<string> =>
    work.then((outcomes) => outcomes.map(({ error, errorMessage }) => `${error.name} ${errorMessage}`).join(), refused);
  return {
    described: await admin.describeAcls().then(({ length }) => String(length), refused),
    created: await attempt(admin.createAcls([acl])),
    deleted: await attempt(admin.deleteAcls([{ principal: "User:a" }])),
  };
}
