import { brokerSimulation } from "./broker/broker-simulation.ts";
import { rebalanceSimulation } from "./rebalances/rebalance-simulation.ts";
import { rollSimulation } from "./rolls/roll-simulation.ts";
import type { Simulation } from "./simulation.ts";

export const simulations: readonly Simulation[] = [rollSimulation(), rebalanceSimulation(), brokerSimulation()];
