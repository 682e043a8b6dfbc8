import type { Deliveries } from "./deliveries.ts";
import type { Mishap } from "./drawn-world.ts";
import type { Ledger } from "./ledger.ts";
import type { Machine } from "./machine/machine.ts";
import type { SimulatedClock } from "./machine/simulated-clock.ts";
import type { SimulatedNetwork } from "./machine/simulated-network.ts";

/** Whom things happen to. */
export interface Sufferers {
  readonly machine: Machine;
  readonly network: SimulatedNetwork;
  readonly clock: SimulatedClock;
  readonly ledger: Ledger;
  readonly deliveries: Deliveries;
}

const ordinarySlowness = { flush: 1, call: 0 };

export function suffer(mishap: Mishap, { machine, network, clock, ledger, deliveries }: Sufferers): void {
  ledger.note(JSON.stringify(mishap));
  const { files } = machine;
  switch (mishap.type) {
    case "kill":
    case "losePower":
      machine.die(mishap.type);
      break;
    case "stop":
      void machine.stop().then((isClean) => {
        if (!isClean) return;
        ledger.stopped();
        deliveries.stopped();
      });
      break;
    case "doom":
      machine.doom(mishap.calls, mishap.death);
      break;
    case "fault":
      files.fail(mishap.fault);
      break;
    case "full":
      files.capacityBytes = files.usedBytes() + mishap.freeBytes;
      clock.after(mishap.forMs, () => {
        files.capacityBytes = Number.POSITIVE_INFINITY;
      });
      break;
    case "slow":
      machine.slownessMs = mishap;
      clock.after(mishap.forMs, () => {
        machine.slownessMs = ordinarySlowness;
      });
      break;
    case "jump":
      clock.jump(mishap.byMs);
      break;
    case "cut":
      network.cut(mishap.all);
      break;
    case "hang":
      network.hang(mishap.all, mishap.forMs);
      break;
  }
}

/** Nothing is in anybody's way any more. */
export function mend({ machine }: Sufferers): void {
  machine.files.mend();
  machine.spare();
  machine.slownessMs = ordinarySlowness;
}
