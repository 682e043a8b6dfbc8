import { readFile } from "node:fs/promises";
import type { Daemon } from "./daemon.ts";
import type { Peer } from "./peer.ts";

/** A process that was started just now, and when it can be used. */
export interface Launched<Ready = unknown> {
  readonly daemon: Daemon;
  readonly ready: Promise<Ready>;
}

/** A peer that is the process `first`, and after each restart what `launch` starts. */
export function runningPeer(
  facts: Pick<Peer, "name" | "bootstrapServers" | "listeners" | "metricsUrl">,
  first: Daemon,
  launch: (environment: Readonly<Record<string, string>>) => Launched,
): Peer {
  let daemon = first;
  return {
    ...facts,
    get pid() {
      return daemon.pid;
    },
    log: () => readFile(daemon.logFile, "utf8"),
    ended: () => daemon.ended,
    kill9: () => daemon.end("SIGKILL"),
    stop: () => daemon.end("SIGTERM"),
    async restart(environment = {}) {
      await daemon.end("SIGTERM");
      const launched = launch(environment);
      daemon = launched.daemon;
      await launched.ready;
    },
  };
}
