import { apis, errors } from "@millrace/protocol";
import { saltedPassword, scramMechanismOf, scramNonce } from "@millrace/security";
import type { Cluster } from "../cluster/cluster.ts";
import { routed, toController } from "../cluster/routing.ts";
import { requestFailed } from "../errors.ts";
import { answersFrom, type Outcome, outcomeOf, outcomes } from "./outcome.ts";

/** The mechanisms, with the protocol's numbers. */
const mechanisms = { "SCRAM-SHA-256": 1, "SCRAM-SHA-512": 2 } as const;

/** Rounds that Kafka's tools hash a password with, and the least that Kafka takes. */
const defaultIterations = 4096;

export interface ScramCredentials extends Outcome {
  readonly user: string;
  readonly credentials: ReadonlyArray<{ readonly mechanism: keyof typeof mechanisms | "unknown"; readonly iterations: number }>;
}

/** New credentials of a user for a mechanism, or with a password of null their end. */
export interface ScramAlteration {
  readonly user: string;
  readonly mechanism: keyof typeof mechanisms;
  readonly password: string | null;
  /** Default 4096. */
  readonly iterations?: number;
  /** Default: a random one. */
  readonly salt?: Buffer;
}

/** The credentials of users (default: all that have any), without what is secret about them. Throws REQUEST_FAILED. */
export async function describeUserScramCredentials(cluster: Cluster, users?: readonly string[]): Promise<ScramCredentials[]> {
  if (users?.length === 0) return [];
  const reply = await cluster.requestAny(apis.describeUserScramCredentials, () => ({ users: users?.map((name) => ({ name })) ?? null }));
  if (reply.errorCode !== 0) throw requestFailed("SCRAM credentials could not be described", reply.errorCode, reply.errorMessage);
  const names = [...new Set(users ?? reply.results.map(({ user }) => user))].sort();
  const answers = answersFrom(names, same, reply.results, ({ user }) => user);
  return names.map((user, position) => {
    const answer = answers[position];
    const credentials = (answer?.value?.credentialInfos ?? []).map(({ mechanism, iterations }) => ({
      mechanism: mechanismOf(mechanism),
      iterations,
    }));
    return { user, ...outcomeOf(answer ?? { error: errors.UNKNOWN_SERVER_ERROR }), credentials };
  });
}

/**
 * Gives users passwords, or takes them away; one outcome for each user. The password does not leave this process: what is sent is salted
 * and hashed (RFC 5802).
 */
export async function alterUserScramCredentials(
  cluster: Cluster,
  alterations: readonly ScramAlteration[],
): Promise<Array<Outcome & { readonly user: string }>> {
  const deletions = alterations.flatMap(({ user: name, mechanism, password }) =>
    password === null ? [{ name, mechanism: mechanisms[mechanism] }] : [],
  );
  const upsertions = saltedAlterations(cluster, alterations);
  const users = [...new Set(alterations.map(({ user }) => user))];
  const answers = await routed(cluster, users, toController, async (broker, items) => {
    const pending = new Set(items);
    const concerns = ({ name }: { readonly name: string }) => pending.has(name);
    const draft = { deletions: deletions.filter(concerns), upsertions: upsertions.filter(concerns) };
    const reply = await broker.request(apis.alterUserScramCredentials, () => draft);
    return answersFrom(items, same, reply.results, ({ user }) => user);
  });
  return outcomes(users, answers, (user) => ({ user }));
}

function saltedAlterations({ options: { random } }: Cluster, alterations: readonly ScramAlteration[]) {
  return alterations.flatMap(({ user: name, mechanism, password, iterations = defaultIterations, salt }) => {
    const found = scramMechanismOf(mechanism);
    if (password === null || found === undefined) return [];
    const drawn = salt ?? Buffer.from(scramNonce(random));
    return [{ name, mechanism: found.id, iterations, salt: drawn, saltedPassword: saltedPassword(found, password, drawn, iterations) }];
  });
}

function mechanismOf(id: number): keyof typeof mechanisms | "unknown" {
  if (id === mechanisms["SCRAM-SHA-256"]) return "SCRAM-SHA-256";
  return id === mechanisms["SCRAM-SHA-512"] ? "SCRAM-SHA-512" : "unknown";
}

function same(user: string): string {
  return user;
}
