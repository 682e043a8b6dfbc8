import type { Move, Scene } from "./scene.ts";
import type { Step, Value } from "./sequence.ts";

/** Which of several features Apache Kafka refuses first is left to a hash table. */
function updateFeature(scene: Scene): Step[] {
  const step = scene.step("updateFeatures", { minVersion: 1, settled: { validateOnly: true } });
  const [first] = step.body.featureUpdates as readonly Value[];
  return [{ ...step, body: { ...step.body, featureUpdates: first === undefined ? [] : [first] } }];
}

/** What would harm the broker for the sequences that follow is only asked for as far as it does not happen. */
export const administrationMoves: readonly Move[] = [
  { name: "elect leaders", weight: 2, steps: (scene) => [scene.step("electLeaders")] },
  { name: "alter reassignments", weight: 2, steps: (scene) => [scene.step("alterPartitionReassignments")] },
  { name: "list reassignments", weight: 2, steps: (scene) => [scene.step("listPartitionReassignments")] },
  { name: "describe the quorum", weight: 1, steps: (scene) => [scene.step("describeQuorum")] },
  { name: "update a feature", weight: 2, steps: updateFeature },
  {
    name: "unregister a broker that is not there",
    weight: 1,
    steps: (scene) => [scene.step("unregisterBroker", { settled: { brokerId: scene.draw.pick([1, 99, -1]) } })],
  },
  { name: "list config resources", weight: 2, steps: (scene) => [scene.step("listConfigResources")] },
];
