import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { kafkaKind } from "@millrace/controllers";
import { systemClock } from "@millrace/kit";
import { KubeClient, type Stored } from "@millrace/kube";
import { httpsTransport, readKubeconfig } from "@millrace/kube/https";
import type { Kafka } from "@millrace/resources";
import { platformText } from "../documents.ts";
import { Directories, RunningPlatform } from "./running-platform.ts";

const directories = new Directories();
after(() => directories.remove());

const config = { "num.partitions": 3, "log.retention.ms": 5000 };
const name = { namespace: "default", name: "test" };

/** What a status says, but for the port, which is another at each start here. */
const factsOf = ({ status: { listeners: _, ...facts } = {} }: Stored<Kafka>) => facts;

async function processOn(directory: string, file: string): Promise<{ child: ChildProcess; kubeconfig: string }> {
  const child = spawn(process.execPath, ["--conditions=source", join(import.meta.dirname, "platform-process.ts"), directory, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface(child.stdout), "line");
  return { child, kubeconfig: JSON.parse(line).kubernetes.kubeconfig };
}

function clientOf(file: string) {
  const access = readKubeconfig([{ file, text: readFileSync(file, "utf8"), directory: dirname(file) }]);
  const { transport, close } = httpsTransport(access, systemClock);
  return { client: new KubeClient({ transport }), close };
}

test("killed in the middle of changes, a Kafka comes to the same status as without the kill", { timeout: 120_000 }, async () => {
  const undisturbed = await RunningPlatform.start(directories.next(), platformText({}, { config }));
  const { conditions: [ready] = [], ...expected } = factsOf(await undisturbed.kafka());
  await undisturbed.close();
  const directory = directories.next();
  mkdirSync(directory, { recursive: true });
  const file = join(directory, "platform.yaml");
  for (const delayMs of [0, 5, 20, 60]) {
    writeFileSync(file, platformText({}));
    const { child, kubeconfig } = await processOn(directory, file);
    const { client, close } = clientOf(kubeconfig);
    const patch = { spec: { kafka: { config: { "num.partitions": 3 + delayMs, "log.retention.ms": 5000 } } } };
    await client.patch(kafkaKind, name, patch, { type: "merge" });
    await new Promise<void>((resolve) => systemClock.after(delayMs, resolve));
    child.kill("SIGKILL");
    await once(child, "exit");
    await close();
  }
  const running = await RunningPlatform.start(directory, platformText({}, { config }));
  const kafka = await running.kafka();
  const { conditions: [again] = [], ...facts } = factsOf(kafka);
  assert.deepEqual([again?.type, again?.status], [ready?.type, ready?.status]);
  assert.deepEqual(facts, { ...expected, clusterId: running.platform.clusterId, observedGeneration: kafka.metadata.generation });
  await running.close();
});
