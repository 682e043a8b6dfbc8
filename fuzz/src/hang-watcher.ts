import { writeSync } from "node:fs";
import { workerData } from "node:worker_threads";

interface Watched {
  readonly rounds: Int32Array;
  readonly what: string;
  readonly silenceMsMax: number;
}

const { rounds, what, silenceMsMax } = workerData as Watched;
const standardError = 2;

for (;;) {
  const round = Atomics.load(rounds, 0);
  if (Atomics.wait(rounds, 0, round, silenceMsMax) !== "timed-out") continue;
  // The other thread is where console.error would write, and where process.exit would have to end.
  writeSync(standardError, `${what}: round ${round} does not end\n`);
  process.kill(process.pid, "SIGKILL");
}
