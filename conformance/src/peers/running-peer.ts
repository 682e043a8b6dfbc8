import { readFile } from "node:fs/promises";
import type { Daemon } from "./daemon.ts";
import type { Peer } from "./peer.ts";

/** A peer that is the process `first`, and after each restart what `launch` starts. */
export function runningPeer(
  facts: Pick<Peer, "name" | "bootstrapServers" | "listeners" | "metricsUrl">,
  first: Daemon,
  launch: () => Promise<Daemon>,
): Peer {
  let daemon = first;
  return {
    ...facts,
    get pid() {
      return daemon.pid;
    },
    log: () => readFile(daemon.logFile, "utf8"),
    kill9: () => daemon.end("SIGKILL"),
    stop: () => daemon.end("SIGTERM"),
    async restart() {
      await daemon.end("SIGTERM");
      daemon = await launch();
    },
  };
}
