import type { SettledTopic, SettledUser } from "@millrace/controllers";
import type { Clock } from "@millrace/kit";
import { type KubeObject, keyOf, type ObjectKey, type Stored } from "@millrace/kube";
import type { Reason, TopicAction, UserAction } from "@millrace/plans";

/** A topic that is not as declared. */
export interface TopicFailure extends Reason {
  /** The KafkaTopic's name. */
  readonly topic: string;
}

/** A user that is not as declared. */
export interface UserFailure extends Reason {
  /** The KafkaUser's name. */
  readonly user: string;
}

/** What was carried out, and what was not. */
export interface Outcomes<Action, Failure> {
  readonly done: readonly Action[];
  readonly failed: readonly Failure[];
}

export type TopicsOutcome = Outcomes<TopicAction, TopicFailure>;
export interface UsersOutcome extends Outcomes<UserAction, UserFailure> {
  /** Users that files declared earlier and no longer declare, and that have their rights still. */
  readonly left: readonly string[];
}

interface Settled<Action> {
  /** Undefined: it is gone. */
  readonly object: Stored<KubeObject> | undefined;
  readonly key: ObjectKey;
  readonly result: { readonly type: string; readonly reason?: string; readonly message?: string } | undefined;
  readonly done: readonly Action[];
}

/** How long a start waits for what is declared; that comes about also after that. */
const settleMsMax = 60_000;

/** Resolves when something has settled, and in any case when the time is over. */
export async function settledInTime(settled: PromiseWithResolvers<void>, clock: Clock): Promise<void> {
  const cancel = clock.after(settleMsMax, () => settled.resolve());
  await settled.promise;
  cancel();
}

/** What a controller has made of what files declare. */
export class Settling<Action> {
  readonly #done: Action[] = [];
  readonly #failed = new Map<ObjectKey, Reason>();
  /** Objects that are waited for, with the generation that is declared. */
  readonly #awaited = new Map<ObjectKey, number>();
  readonly #settled = Promise.withResolvers<void>();
  #isOver = false;

  /** `present` have to come about; `going` have to go. */
  constructor(present: ReadonlyArray<Stored<KubeObject>>, going: ReadonlyArray<Stored<KubeObject>>) {
    for (const { metadata } of present) this.#awaited.set(keyOf(metadata), metadata.generation ?? 0);
    for (const { metadata } of going) this.#awaited.set(keyOf(metadata), 0);
    if (this.#awaited.size === 0) this.#settled.resolve();
  }

  /** For the controller to tell. */
  see({ object, key, result, done }: Settled<Action>): void {
    if (this.#isOver) return;
    this.#done.push(...done);
    const { type, reason = "", message = "" } = result ?? {};
    if (type === "failed" || type === "left") this.#failed.set(key, { reason, message });
    else this.#failed.delete(key);
    if (object === undefined || (object.metadata.generation ?? 0) >= (this.#awaited.get(key) ?? 0)) this.#awaited.delete(key);
    if (this.#awaited.size === 0) this.#settled.resolve();
  }

  readonly seeTopic = (settled: SettledTopic & { readonly done: readonly Action[] }): void =>
    this.see({ ...settled, object: settled.topic, key: keyOf(settled.topic.metadata) });

  readonly seeUser = (settled: SettledUser & { readonly done: readonly Action[] }): void => this.see({ ...settled, object: settled.user });

  /** What has come of it once there is something to say of each. */
  async outcome(clock: Clock): Promise<Outcomes<Action, Reason & { readonly name: string }>> {
    await settledInTime(this.#settled, clock);
    this.#isOver = true;
    const notYet = { reason: "NotYet", message: `nothing has come of it for ${settleMsMax / 1000} s; it is still tried` };
    const failed = [...this.#failed, ...[...this.#awaited.keys()].map((key) => [key, notYet] as const)];
    return { done: this.#done, failed: failed.map(([key, reason]) => ({ ...reason, name: key.slice(key.indexOf("/") + 1) })) };
  }
}
