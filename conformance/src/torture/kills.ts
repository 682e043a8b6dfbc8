import { type Random, seededRandom } from "@millrace/kit";
import { type NamedPoint, type Point, startingPoints, workingPoints } from "./points.ts";

/** How a process is to die, from its start on. */
export type Kill =
  /** So long after clients could use it. */
  | { readonly type: "moment"; readonly afterMs: number }
  /** So long after it was started. */
  | { readonly type: "start"; readonly afterMs: number }
  /** By itself, at a point of its disk files. */
  | { readonly type: "point"; readonly name: string; readonly point: Point };

const momentMsMax = 2_500;
const startMsMax = 900;
const parts = ["before", "midst", "after"] as const;

/** The deaths of one process after the other. The same seed gives the same ones. */
export function drawnKills(seed: number, count: number): readonly Kill[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => drawn(random));
}

function drawn(random: Random): Kill {
  const dice = random.below(20);
  if (dice < 4) return { type: "moment", afterMs: random.below(momentMsMax) };
  if (dice < 7) return { type: "start", afterMs: random.below(startMsMax) };
  return atPoint(random, dice < 11 ? startingPoints : workingPoints);
}

function atPoint(random: Random, points: readonly NamedPoint[]): Kill {
  const named = points[random.below(points.length)];
  if (named === undefined) throw new RangeError("there are no points");
  const { name, call, path, timesMax } = named;
  // Most often soon: the first times are those that tests think of least, right after a start.
  const times = 1 + random.below(1 + random.below(timesMax));
  return { type: "point", name, point: { call, path, times, part: parts[random.below(parts.length)] ?? "before" } };
}
