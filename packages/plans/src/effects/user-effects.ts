import { type Kafka, type KafkaUser, userDeclaration } from "@millrace/resources";
import { userDuty } from "../users/duty.ts";
import { planUsers, type UserState } from "../users/plan.ts";
import { type Effect, effect } from "./effect.ts";

/** What a change of a KafkaUser does. `kafka` is the one that it belongs to, if there is one. */
export function userEffects(before: KafkaUser | undefined, after: KafkaUser, kafka: Kafka | undefined): readonly Effect[] {
  const duty = userDuty(after, kafka);
  if (duty.type === "paused") return [effect("none", "the annotation strimzi.io/pause-reconciliation holds it up")];
  if (duty.type !== "manage") return [effect(duty.type === "leave" ? "none" : "refused", `${duty.reason}: ${duty.message}`)];
  const state = before === undefined ? undefined : stateOf(before);
  const declared = userDeclaration(after);
  const observed = state === undefined ? [] : [state];
  // Whoever logs in in another way has another name, and the old one loses everything.
  const prune = new Set(observed.map(({ name }) => name));
  const effects = planUsers([declared], observed, { prune }).map(({ text }) => effect(before === undefined ? "created" : "altered", text));
  return [...effects, ...credentialEffects(before, after)];
}

function stateOf(user: KafkaUser): UserState {
  const { name, hasScram, acls, quotas } = userDeclaration(user);
  return { name, hasScram, acls, quotas };
}

function credentialEffects(before: KafkaUser | undefined, { metadata, spec }: KafkaUser): readonly Effect[] {
  const [from, to] = [before?.spec.authentication, spec.authentication];
  if (to?.type === "tls" && from?.type !== "tls") return [effect("created", `a certificate for ${metadata.name}, in its Secret`)];
  if (to?.type !== "scram-sha-512" || from?.type !== to.type) return [];
  const isSame = JSON.stringify(from.password) === JSON.stringify(to.password);
  return isSame ? [] : [effect("altered", `the password of ${metadata.name}: whoever logs in with the old one is refused`)];
}
