import { Draw } from "./draw.ts";
import { moves } from "./moves.ts";
import { Scene } from "./scene.ts";
import type { Damage, Sequence, Step } from "./sequence.ts";

/** Counts changes of the generator: from the same seed another version makes another sequence. */
export const generatorVersion = 4;

const movesMin = 4;
const movesMax = 22;

/** The sequence of a seed. */
export function sequenceOf(seed: number): Sequence {
  const draw = new Draw(seed);
  const scene = new Scene(draw);
  const steps = opening(scene);
  for (let left = movesMin + draw.below(movesMax - movesMin); left > 0; left--) {
    for (const step of draw.weighted(moves).steps(scene)) steps.push(maybeDamaged(scene, step));
  }
  return { seed, steps };
}

/** Most sequences begin with a topic: most of what there is to try needs one. */
function opening(scene: Scene): Step[] {
  const { draw } = scene;
  if (draw.chance(0.1)) return [];
  const topic = { name: { $: "name", of: "t0" }, numPartitions: draw.pick([1, 2, 2, 3]), replicationFactor: 1 } as const;
  return [{ api: "createTopics", version: 7, body: { topics: [topic], timeoutMs: 10_000 } }];
}

function maybeDamaged({ draw }: Scene, step: Step): Step {
  // A Produce request that came to say acks=0 would be waited for in vain.
  if (step.api === "produce" || !draw.chance(draw.oddness / 8)) return step;
  const damage: Damage = draw.pick([
    { cutBytes: 1 + draw.below(4) },
    { appended: draw.pick(["00", "ff", "01020304"]) },
    { at: draw.below(24), byte: draw.pick([0, 1, 2, 0x7f, 0x80, 0xff]) },
  ]);
  return { ...step, damage };
}
