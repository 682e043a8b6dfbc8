import type { Random } from "@millrace/kit";
import type { Stored } from "@millrace/kube";
import { type Kafka, type KafkaUser, kinds, type Secret, userSecretName } from "@millrace/resources";
import { passwordLogin } from "@millrace/security";

/** What a Secret holds, not yet in base64. */
export type Entries = Readonly<Record<string, Buffer>>;

const kindLabel = "strimzi.io/kind";
const kind = "KafkaUser";

/** Annotation of a user's Secret by which somebody asks for a new certificate. */
export const forceRenewAnnotation = "strimzi.io/force-renew";

/** Whether a Secret was made for a user of that name, and is to be written and deleted with it. */
export function isUserSecret({ metadata: { labels, ownerReferences = [] } }: Secret, user: string): boolean {
  const owners = ownerReferences.filter((owner) => owner.kind === kind);
  return labels?.[kindLabel] === kind && (owners.length === 0 || owners.some(({ name }) => name === user));
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const lettersAndDigits = `${letters}0123456789`;
const passwordCharacters = 32;

/** As Strimzi makes passwords: 32 letters and digits, a letter first. About 190 bits. */
export function newPassword(random: Random): string {
  const one = (from: string): string => from.charAt(random.below(from.length));
  return one(letters) + Array.from({ length: passwordCharacters - 1 }, () => one(lettersAndDigits)).join("");
}

/** What the Secret of a user with a password holds. */
export function passwordEntries(user: string, password: string): Entries {
  return { password: Buffer.from(password), "sasl.jaas.config": Buffer.from(passwordLogin("SCRAM-SHA-512", user, password)) };
}

/** The Secret of a user, with Strimzi's names; it goes with the KafkaUser. */
export function userSecret(kafka: Kafka, user: Stored<KafkaUser>, entries: Entries): Secret {
  const { namespace, name, uid } = user.metadata;
  const { labels = {}, annotations = {} } = user.spec.template?.secret?.metadata ?? {};
  const { apiVersion } = kinds.KafkaUser;
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: userSecretName(kafka, name),
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...user.metadata.labels, "app.kubernetes.io/managed-by": "millrace", ...labels, [kindLabel]: kind },
      annotations,
      ownerReferences: [{ apiVersion, kind, name, uid, controller: false, blockOwnerDeletion: true }],
    },
    type: "Opaque",
    data: Object.fromEntries(Object.entries(entries).map(([key, bytes]) => [key, bytes.toString("base64")])),
  };
}
