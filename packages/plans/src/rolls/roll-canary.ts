import type { RollNode } from "./cluster-state.ts";

/** The first node of its kind that a roll starts anew, if others have to wait until it was watched. */
export interface Canary {
  readonly podName: string;
  readonly outcome: "watching" | "passed" | "failed";
  /** How far the watch is, or what was seen. */
  readonly told: string;
}

/** Controllers come before brokers, so that one of each is watched. A node that is both is a controller. */
export type CanaryKind = "controller" | "broker";

/** What has become of the canaries of a roll. A kind that is left out has none by now. */
export type RollCanaries = Readonly<Partial<Record<CanaryKind, Canary>>>;

export const canaryKindOf = ({ isController }: Pick<RollNode, "isController">): CanaryKind => (isController ? "controller" : "broker");

/** Why nothing goes on: a canary that is watched. */
export function watchedCanary(canaries: RollCanaries = {}): string | undefined {
  const watched = [canaries.controller, canaries.broker].find((canary) => canary?.outcome === "watching");
  return watched === undefined ? undefined : `pod ${watched.podName} is watched before others follow: ${watched.told}`;
}
