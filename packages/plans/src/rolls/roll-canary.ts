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

/** Why nothing goes on: a canary that is watched, or has failed. One that is due still was not started anew: whoever wanted to has ended before. */
export function whyNobodyFollows(canaries: RollCanaries | undefined, nodes: readonly RollNode[]): string | undefined {
  const all = Object.values(canaries ?? {});
  const failed = all.find(({ outcome }) => outcome === "failed");
  if (failed !== undefined) return `pod ${failed.podName} was the first to be restarted, and ${failed.told}`;
  const watched = all.find((canary) => isWatched(canary, nodes));
  return watched === undefined ? undefined : `pod ${watched.podName} is watched before others follow (${watched.told})`;
}

/** The canaries once these nodes are started anew: the first of its kind is watched from now on. */
export function withCanary(canaries: RollCanaries, [first]: readonly RollNode[], nodes: readonly RollNode[]): RollCanaries {
  if (first === undefined) return canaries;
  const kind = canaryKindOf(first);
  const known = canaries[kind];
  if (known !== undefined && (known.outcome !== "watching" || isWatched(known, nodes))) return canaries;
  return { ...canaries, [kind]: { podName: first.podName, outcome: "watching", told: "once it is ready" } };
}

const isWatched = ({ podName, outcome }: Canary, nodes: readonly RollNode[]): boolean =>
  outcome === "watching" && !nodes.some((node) => node.podName === podName && node.reasons.length > 0);
