import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ApiServer } from "@millrace/apiserver";
import { openAdmin } from "@millrace/client";
import { MemoryFiles } from "@millrace/files";
import { type Closeable, Opened, systemClock, systemRandom } from "@millrace/kit";
import type { Transport } from "@millrace/kube";
import { httpsTransport, readKubeconfig } from "@millrace/kube/https";
import { kafkaCases } from "../../../packages/embedded/test/controllers/kafka-cases.ts";
import { KafkaStage } from "../../../packages/embedded/test/controllers/kafka-stage.ts";
import { topicCases } from "../../../packages/embedded/test/controllers/topic-cases.ts";
import { type Surroundings, TopicStage } from "../../../packages/embedded/test/controllers/topic-stage.ts";
import { userCases } from "../../../packages/embedded/test/controllers/user-cases.ts";
import { UserStage } from "../../../packages/embedded/test/controllers/user-stage.ts";
import { authorizerConfig } from "../authorization/authorizer-config.ts";
import { startKubernetes } from "../kubernetes/real-server.ts";
import type { Peer } from "../peers/peer.ts";
import type { Suite } from "../suite.ts";

const user = { name: "administrator", groups: ["system:masters"] };

/** The API server that goes with a broker: Kubernetes' own with Apache Kafka, the embedded one with ours. */
async function apiServerFor({ name }: Peer, opened: Opened): Promise<Transport> {
  if (name === "kafka") {
    const folder = await mkdtemp(join(tmpdir(), "millrace-kubernetes-"));
    opened.defer(() => rm(folder, { recursive: true, force: true }));
    const { kubeconfig: file, stop } = await startKubernetes(folder);
    opened.defer(stop);
    const access = readKubeconfig([{ file, text: await readFile(file, "utf8"), directory: dirname(file) }]);
    const door = httpsTransport(access, systemClock);
    opened.add(door);
    return door.transport;
  }
  const api = opened.add(await ApiServer.open({ files: new MemoryFiles(systemClock), directory: "resources" }));
  return (request) => api.handle({ ...request, user });
}

async function surroundingsOf(peer: Peer, opened: Opened): Promise<Surroundings> {
  const address = { bootstrapServers: peer.bootstrapServers };
  const transport = await apiServerFor(peer, opened);
  return { transport, address, admin: opened.add(openAdmin({ ...address, clock: systemClock, random: systemRandom })) };
}

interface Stage<Cluster> extends Closeable {
  readonly controller: { start(): Promise<void> };
  cluster(namespace: string): Promise<Cluster>;
}

interface ControllerSuite<Cluster, Acting extends Stage<Cluster>> extends Pick<Suite, "name" | "config"> {
  readonly cases: ReadonlyArray<{ readonly name: string; readonly run: (cluster: Cluster, stage: Acting) => Promise<void> }>;
  readonly stageIn: (surroundings: Surroundings) => Acting;
}

/** What becomes of resources of a kind: the same on Kubernetes with Apache Kafka as within this process. */
function controllerSuite<Cluster extends { readonly seen: readonly string[] }, Acting extends Stage<Cluster>>({
  name,
  config,
  cases,
  stageIn,
}: ControllerSuite<Cluster, Acting>): Suite {
  return {
    name,
    ...(config === undefined ? {} : { config }),
    async prepare() {
      const opened = new Opened();
      const open = async (peer: Peer): Promise<Acting> => {
        const stage = opened.add(stageIn(await surroundingsOf(peer, opened)));
        await stage.controller.start();
        return stage;
      };
      const stages = new Map<Peer, Promise<Acting>>();
      const stageOf = (peer: Peer): Promise<Acting> => {
        const known = stages.get(peer) ?? open(peer);
        stages.set(peer, known);
        return known;
      };
      const run = (at: number, each: (typeof cases)[number]) => async (peer: Peer) => {
        const stage = await stageOf(peer);
        const cluster = await stage.cluster(`case-${at}`);
        await each.run(cluster, stage);
        return cluster.seen;
      };
      return { cases: cases.map((each, at) => ({ name: each.name, run: run(at, each) })), close: () => opened.close() };
    },
  };
}

export const kafkaController = controllerSuite({
  name: "kafka-controller",
  cases: kafkaCases,
  stageIn: (surroundings) => new KafkaStage(surroundings),
});

export const topicController = controllerSuite({
  name: "topic-controller",
  config: { "auto.create.topics.enable": "false" },
  cases: topicCases,
  stageIn: (surroundings) => new TopicStage(surroundings),
});

export const userController = controllerSuite({
  name: "user-controller",
  config: authorizerConfig,
  cases: userCases,
  stageIn: (surroundings) => new UserStage(surroundings),
});
