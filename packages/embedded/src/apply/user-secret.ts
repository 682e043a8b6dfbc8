import { MillraceError, type Random } from "@millrace/kit";
import { type Kafka, type KafkaUser, type Platform, secretEntries } from "@millrace/resources";
import { entryOf, type Secret } from "../secrets/secret.ts";

/** What Kubernetes assumes where nobody names a namespace. */
const defaultNamespace = "default";
const kindLabel = "strimzi.io/kind";

/** Where a Kafka, and what belongs to it, is. */
export const namespaceOf = ({ metadata }: Kafka): string => metadata.namespace ?? defaultNamespace;

/** Name of the Secret with a user's credentials, as Strimzi has it. */
export const userSecretName = ({ spec }: Kafka, user: string): string => `${spec.entityOperator?.userOperator?.secretPrefix ?? ""}${user}`;

/** Where a user's credentials are kept. */
export function userSecretKey(kafka: Kafka, { metadata }: KafkaUser): { readonly namespace: string; readonly name: string } {
  return { namespace: metadata.namespace ?? namespaceOf(kafka), name: userSecretName(kafka, metadata.name) };
}

/** Whether a Secret was made for a user, and may go with it. */
export const isUserSecret = ({ labels }: Secret): boolean => labels[kindLabel] === "KafkaUser";

/**
 * The password of a user: from the entry that the user names; otherwise, as Strimzi has it, what stands in the user's own Secret, whether
 * that is declared or was kept before. Undefined if there is none yet.
 */
export function knownPassword({ kafka, secrets }: Platform, user: KafkaUser, kept: Secret | undefined): string | undefined {
  const { namespace, name } = userSecretKey(kafka, user);
  const source = user.spec.authentication?.password?.valueFrom.secretKeyRef;
  const entry = (secretName: string, key: string): string | undefined => {
    const secret = secrets.find(({ metadata }) => metadata.name === secretName && (metadata.namespace ?? namespace) === namespace);
    return secret === undefined ? undefined : secretEntries(secret).get(key)?.toString();
  };
  if (source !== undefined) return entry(source.name ?? "", source.key ?? "") ?? notInNamespace(user, namespace);
  return entry(name, "password") || entryOf(kept, "password")?.toString() || undefined;
}

/** Another password than the one that is declared would be made otherwise. */
function notInNamespace({ metadata, spec }: KafkaUser, namespace: string): never {
  const { name, key } = spec.authentication?.password?.valueFrom.secretKeyRef ?? {};
  throw new MillraceError(
    "CONFIG_INVALID",
    `KafkaUser ${metadata.name}: there is no Secret ${name} with ${key} in the namespace ${namespace}`,
  );
}

/** Throws CONFIG_INVALID if a Secret was made for something else: a user's credentials would be written over it. */
export function refuseOthersSecret({ metadata }: KafkaUser, kept: Secret | undefined): void {
  if (kept === undefined || isUserSecret(kept)) return;
  const hint = "Give the user another name, or take the Secret away if nothing needs it any more.";
  throw new MillraceError("CONFIG_INVALID", `KafkaUser ${metadata.name}: there is a Secret ${kept.name} already that is no user's`, {
    hint,
  });
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const lettersAndDigits = `${letters}0123456789`;
const passwordCharacters = 32;

/** As Strimzi makes passwords: 32 letters and digits, a letter first. About 190 bits. */
export function newPassword(random: Random): string {
  const one = (from: string): string => from.charAt(random.below(from.length));
  return one(letters) + Array.from({ length: passwordCharacters - 1 }, () => one(lettersAndDigits)).join("");
}

/** The Secret of a user with a password, with Strimzi's keys. */
export function passwordSecret(kafka: Kafka, user: KafkaUser, password: string): Secret {
  const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
  const login = `org.apache.kafka.common.security.scram.ScramLoginModule required username=${quoted(user.metadata.name)} password=${quoted(password)};`;
  return userSecret(kafka, user, { password: Buffer.from(password), "sasl.jaas.config": Buffer.from(login) });
}

/** The Secret of a user, with Strimzi's keys. */
export function userSecret(kafka: Kafka, user: KafkaUser, entries: Readonly<Record<string, Buffer>>): Secret {
  const { labels = {}, annotations = {} } = user.spec.template?.secret?.metadata ?? {};
  return {
    ...userSecretKey(kafka, user),
    labels: { ...user.metadata.labels, "app.kubernetes.io/managed-by": "millrace", ...labels, [kindLabel]: "KafkaUser" },
    annotations,
    type: "Opaque",
    data: Object.fromEntries(Object.entries(entries).map(([key, bytes]) => [key, bytes.toString("base64")])),
  };
}
