import { constants } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { sleep, systemClock } from "@millrace/kit";
import type { Peer } from "../peers/peer.ts";
import type { History } from "./history.ts";
import type { Kill } from "./kills.ts";
import type { Point } from "./points.ts";

/** For so long a point is waited for: some come only with the right load. */
const pointWaitMs = 3_000;
const killed = -constants.signals.SIGKILL;

/** Has a process of Node die by itself, when its disk files reach that point. */
export function diesAt(point: Point): Readonly<Record<string, string>> {
  const preloaded = pathToFileURL(join(import.meta.dirname, "dying-process.ts")).href;
  return { NODE_OPTIONS: `--import=${preloaded}`, MILLRACE_DIES_AT: JSON.stringify(point) };
}

/** Starts the peer, and has it die so; what it died of. Throws what a start failed with that nobody had killed. */
export async function dieOf(kill: Kill, peer: Peer, history: History): Promise<string> {
  const environment = kill.type === "point" ? diesAt(kill.point) : {};
  const starting = start(peer, environment).then((isReady) => {
    if (isReady) history.note("ready");
    return isReady;
  });
  if (kill.type === "start") {
    await sleep(systemClock, kill.afterMs);
    await peer.kill9();
    return (await starting) ? "at some moment" : "at some moment of the start";
  }
  if (!(await starting)) return kill.type === "point" ? kill.name : "at some moment of the start";
  const end = await Promise.race([peer.ended(), sleep(systemClock, kill.type === "point" ? pointWaitMs : kill.afterMs)]);
  if (end === undefined) await peer.kill9();
  else if (end !== killed) throw new Error(`the broker ended by itself, with ${end}`);
  return end === undefined || kill.type === "moment" ? "at some moment" : kill.name;
}

/** Whether it came as far as being ready. */
async function start(peer: Peer, environment: Readonly<Record<string, string>>): Promise<boolean> {
  try {
    await peer.restart(environment);
    return true;
  } catch (thrown) {
    if ((await peer.ended()) === killed) return false;
    throw thrown;
  }
}
