import type { Files } from "@millrace/files";
import type { Simulation } from "../simulation.ts";
import { drawnWorld } from "./drawn-world.ts";
import { SimulatedWorld } from "./simulated-world.ts";

/** The broker, on a machine with a disk, a clock and a network on which nobody can rely, with all sorts of clients. */
export const brokerSimulation = (disk?: (files: Files) => Files): Simulation => ({
  name: "broker",
  run: (seed) => new SimulatedWorld(drawnWorld(seed), disk).play(),
});
