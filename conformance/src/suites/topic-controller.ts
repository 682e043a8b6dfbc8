import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ApiServer } from "@millrace/apiserver";
import { openAdmin } from "@millrace/client";
import { MemoryFiles } from "@millrace/files";
import { Opened, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import type { Transport } from "@millrace/kube";
import { httpsTransport, readKubeconfig } from "@millrace/kube/https";
import { topicCases } from "../../../packages/embedded/test/controllers/topic-cases.ts";
import { TopicStage } from "../../../packages/embedded/test/controllers/topic-stage.ts";
import { startKubernetes } from "../kubernetes/real-server.ts";
import type { Peer } from "../peers/peer.ts";
import type { Scale, Suite } from "../suite.ts";

const user = { name: "administrator", groups: ["system:masters"] };

/**
 * The API server that goes with a broker: Kubernetes' own with Apache Kafka, the embedded one with ours. Kubernetes takes long to build, so that
 * everyday runs have the embedded one with both; verdicts are recorded with `--nightly`.
 */
async function apiServerFor({ name }: Peer, scale: Scale, opened: Opened): Promise<Transport> {
  if (name === "kafka" && scale === "nightly") {
    const folder = await mkdtemp(join(tmpdir(), "millrace-kubernetes-"));
    opened.defer(() => rm(folder, { recursive: true, force: true }));
    const { kubeconfig: file, stop } = await startKubernetes(folder);
    opened.defer(stop);
    const access = readKubeconfig(await readFile(file, "utf8"), { file, directory: dirname(file) });
    const door = httpsTransport(access, systemClock);
    opened.add(door);
    return door.transport;
  }
  const api = opened.add(await ApiServer.open({ files: new MemoryFiles(systemClock), directory: "resources" }));
  return (request) => api.handle({ ...request, user });
}

async function stageOn(peer: Peer, scale: Scale, opened: Opened): Promise<TopicStage> {
  const address = { bootstrapServers: peer.bootstrapServers };
  const [clock, random, logger] = [systemClock, systemRandom, silentLogger];
  const transport = await apiServerFor(peer, scale, opened);
  const admin = opened.add(openAdmin({ ...address, clock, random }));
  const stage = opened.add(new TopicStage({ transport, address, admin }, { logger }));
  await stage.controller.start();
  return stage;
}

/** What becomes of KafkaTopics: the same on Kubernetes with Apache Kafka as within this process. */
export const topicController: Suite = {
  name: "topic-controller",
  config: { "auto.create.topics.enable": "false" },
  async prepare(scale) {
    const opened = new Opened();
    const stages = new Map<Peer, Promise<TopicStage>>();
    const stageOf = (peer: Peer): Promise<TopicStage> => {
      const known = stages.get(peer) ?? stageOn(peer, scale, opened);
      stages.set(peer, known);
      return known;
    };
    const cases = topicCases.map(({ name, run }, at) => ({
      name,
      async run(peer: Peer) {
        const stage = await stageOf(peer);
        const cluster = await stage.cluster(`case-${at}`);
        await run(cluster, stage);
        return cluster.seen;
      },
    }));
    return { cases, close: () => opened.close() };
  },
};
