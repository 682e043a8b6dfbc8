import { writeSync } from "node:fs";
import { workerData } from "node:worker_threads";

interface Watched {
  readonly rounds: Int32Array;
  readonly what: string;
  readonly silenceMsMax: number;
}

/** A silent process that works does so in a round that does not end; one that does not may only wait for its turn on a busy machine, up to so many silences. */
const idleSilencesMax = 20;

const { rounds, what, silenceMsMax } = workerData as Watched;
const standardError = 2;

for (let silences = 0, before = process.cpuUsage(); ; ) {
  const round = Atomics.load(rounds, 0);
  if (Atomics.wait(rounds, 0, round, silenceMsMax) !== "timed-out") {
    silences = 0;
    before = process.cpuUsage();
    continue;
  }
  silences += 1;
  const { user, system } = process.cpuUsage(before);
  if ((user + system) / 1_000 < silenceMsMax / 2 && silences < idleSilencesMax) continue;
  // The other thread is where console.error would write, and where process.exit would have to end.
  writeSync(standardError, `${what}: round ${round} does not end\n`);
  process.kill(process.pid, "SIGKILL");
}
