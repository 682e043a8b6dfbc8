import { constants } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { sleep, systemClock } from "@millrace/kit";
import type { Peer } from "../peers/peer.ts";
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
export async function dieOf(kill: Kill, peer: Peer): Promise<string> {
  if (kill.type === "moment") {
    await peer.restart();
    await sleep(systemClock, kill.afterMs);
    await peer.kill9();
    return "at some moment";
  }
  if (kill.type === "start") {
    const started = start(peer);
    await sleep(systemClock, kill.afterMs);
    await peer.kill9();
    return (await started) ? "at some moment" : "at some moment of the start";
  }
  if (!(await start(peer, diesAt(kill.point)))) return kill.name;
  const end = await Promise.race([peer.ended(), sleep(systemClock, pointWaitMs)]);
  if (end === undefined) await peer.kill9();
  else if (end !== killed) throw new Error(`the broker ended by itself, with ${end}`);
  return end === undefined ? "at some moment" : kill.name;
}

/** Whether it came as far as being ready. */
async function start(peer: Peer, environment?: Readonly<Record<string, string>>): Promise<boolean> {
  try {
    await peer.restart(environment);
    return true;
  } catch (thrown) {
    if ((await peer.ended()) === killed) return false;
    throw thrown;
  }
}
