import { isDeepStrictEqual } from "node:util";
import type { Admin } from "@millrace/client";
import { bringUsersAbout, type DeclaredUser } from "@millrace/controllers";
import type { Random } from "@millrace/kit";
import { isPaused, type KafkaUser, kafkaUserNames, type Platform, userDeclaration } from "@millrace/resources";
import type { UserCertificates } from "../certificates/user-certificates.ts";
import type { Secret } from "../secrets/secret.ts";
import { SecretStore } from "../secrets/secret-store.ts";
import type { AppliedUsers, Applying } from "./apply.ts";
import { readDeclared, writeDeclared } from "./declared-names.ts";
import {
  isUserSecret,
  knownPassword,
  newPassword,
  passwordSecret,
  refuseOthersSecret,
  userSecret,
  userSecretKey,
  userSecretName,
} from "./user-secret.ts";

/**
 * Brings users about, keeps their credentials in Secrets, and remembers which users files have declared. A Secret is written before
 * Kafka knows what it holds, so that no password is ever lost.
 */
export async function applyUsers(declared: Platform, admin: Admin, applying: Applying): Promise<AppliedUsers> {
  const { files, directory, random, prune } = applying;
  const store = new SecretStore(files, directory);
  const before = readDeclared(files, directory, "users");
  const active = declared.users.filter((user) => !isPaused(user));
  const users: DeclaredUser[] = [];
  const certificates = active.some(hasCertificate) ? await openUserCertificates(declared, store, applying) : undefined;
  for (const user of active) users.push(await withCredentials(user, declared, { store, random, certificates }));
  const gone = before.difference(new Set(declared.users.map(nameOf)));
  const pruned = prune ? gone : new Set<string>();
  // A user that has a certificate now and had a password before has another name: what the other name has goes.
  const outcome = await bringUsersAbout(admin, users, { prune: new Set([...active.map(nameOf), ...pruned].flatMap(namesOf)) });
  const refused = new Set(outcome.failed.map(({ user }) => user));
  const ended = new Set([...pruned].filter((name) => !namesOf(name).some((each) => refused.has(each))));
  await forgetSecrets(ended, declared, store);
  // What could not be taken away stays known, so that it is pruned another time.
  await writeDeclared(files, directory, "users", before.difference(ended).union(new Set(active.map(nameOf))));
  return { ...outcome, left: [...gone.difference(ended)] };
}

const nameOf = ({ metadata }: KafkaUser): string => metadata.name;

function namesOf(name: string): readonly string[] {
  const { byPassword, byCertificate } = kafkaUserNames(name);
  return [byPassword, byCertificate];
}

const hasCertificate = ({ spec }: KafkaUser): boolean => spec.authentication?.type === "tls";

async function openUserCertificates({ kafka }: Platform, store: SecretStore, { clock, random }: Applying) {
  const { UserCertificates } = await import("../certificates/user-certificates.ts");
  return UserCertificates.open(kafka, store, clock, random);
}

/** The user with its password or certificate, which its Secret then holds; a Secret that it no longer needs goes. */
async function withCredentials(
  user: KafkaUser,
  declared: Platform,
  {
    store,
    random,
    certificates,
  }: { readonly store: SecretStore; readonly random: Random; readonly certificates: UserCertificates | undefined },
): Promise<DeclaredUser> {
  const declaration = userDeclaration(user);
  const { namespace, name } = userSecretKey(declared.kafka, user);
  const kept = store.get(namespace, name);
  if (declaration.hasScram || hasCertificate(user)) refuseOthersSecret(user, kept);
  if (certificates !== undefined && hasCertificate(user)) {
    await keep(store, userSecret(declared.kafka, user, await certificates.entries(user, kept)));
    return { declaration, password: undefined };
  }
  if (!declaration.hasScram) {
    if (kept !== undefined && isUserSecret(kept)) await store.remove(namespace, name);
    return { declaration, password: undefined };
  }
  const password = knownPassword(declared, user, kept) ?? newPassword(random);
  await keep(store, passwordSecret(declared.kafka, user, password));
  return { declaration, password };
}

async function keep(store: SecretStore, secret: Secret): Promise<void> {
  if (!isDeepStrictEqual(secret, store.get(secret.namespace, secret.name))) await store.put(secret);
}

async function forgetSecrets(users: ReadonlySet<string>, { kafka }: Platform, store: SecretStore): Promise<void> {
  const names = new Set([...users].map((user) => userSecretName(kafka, user)));
  for (const secret of store.list()) if (isUserSecret(secret) && names.has(secret.name)) await store.remove(secret.namespace, secret.name);
}
