import { type PlatformResource, startPlatform } from "@millrace/embedded/library";
import { systemClock } from "@millrace/kit";
import type { Measured } from "./scenarios/scenario.ts";
import { median } from "./statistics.ts";

/** So that a file of tests, which starts one platform after the other, is what is measured. */
const warmUps = 5;
const platforms = 20;

const topic = (name: string): PlatformResource => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "KafkaTopic",
  metadata: { name, labels: { "strimzi.io/cluster": "bench" } },
  spec: { partitions: 3 },
});
const resources = ["one", "two", "three"].map(topic);

/** Starts, resets and stops platforms in this process, in memory, with three topics each. Medians; the first ones load the code. */
export async function measurePlatforms(): Promise<Measured> {
  const took = { start: [] as number[], reset: [] as number[], stop: [] as number[] };
  for (let at = -warmUps; at < platforms; at++) {
    const [start, platform] = await timed(() => startPlatform({ resources }));
    const [reset] = await timed(() => platform.reset());
    const [stop] = await timed(() => platform.stop());
    if (at < 0) continue;
    took.start.push(start);
    took.reset.push(reset);
    took.stop.push(stop);
  }
  return { "platform-start": median(took.start), "platform-reset": median(took.reset), "platform-stop": median(took.stop) };
}

async function timed<T>(work: () => Promise<T>): Promise<[ms: number, result: T]> {
  const beganMs = systemClock.monotonicMs();
  const result = await work();
  return [systemClock.monotonicMs() - beganMs, result];
}
