import { readFile } from "node:fs/promises";
import type { ClusterNode } from "@millrace/operator";
import { runCommand } from "../toolchain/commands.ts";
import { isLetIn } from "./connecting.ts";
import type { RunningNodes } from "./running-nodes.ts";
import { whileRunning } from "./while-running.ts";

/** Something tried on running nodes; what was wrong, nothing if all is well. */
export interface Trial {
  readonly name: string;
  readonly run: (nodes: RunningNodes) => Promise<readonly string[]>;
}

export const hostOf = ({ cluster }: RunningNodes, { podName }: ClusterNode): string =>
  `${podName}.${cluster.names.brokersService}.${cluster.namespace}.svc`;

function bootstrap(nodes: RunningNodes, isController = false): string {
  const among = nodes.cluster.nodes.filter((node) => (isController ? node.isController : node.isBroker));
  return among.map((node) => `${hostOf(nodes, node)}:${isController ? 9090 : 9091}`).join(",");
}

const asOperator = (nodes: RunningNodes): readonly string[] => ["--bootstrap-server", bootstrap(nodes), "--command-config", "OPERATOR"];

/** Lines that should be there and are not. */
const lacking = (text: string, patterns: readonly RegExp[]): readonly string[] =>
  patterns.filter((pattern) => !pattern.test(text)).map((pattern) => `${pattern} is not in:\n${text}`);

const describeQuorum = (nodes: RunningNodes): Promise<string> =>
  nodes.tool("org.apache.kafka.tools.MetadataQuorumCommand", [...asOperator(nodes), "describe", "--status"]);

const dynamicQuorum: Trial = {
  name: "the quorum is dynamic, and has all controllers with the directories that the operator gave them",
  async run(nodes) {
    const features = await nodes.tool("org.apache.kafka.tools.FeatureCommand", [...asOperator(nodes), "describe"]);
    const status = await describeQuorum(nodes);
    const initial = await readFile(nodes.home(0).path("opt/kafka/custom-config/initial.controllers"), "utf8");
    const voters = initial.split(",").map((voter) => {
      const [, id = "", directory = ""] = /^(\d+)@.*:9090:(.+)$/.exec(voter) ?? [];
      return new RegExp(`CurrentVoters:.*\\{"id": ?${id}, "directoryId": ?"${directory}"`);
    });
    return [
      ...lacking(features, [/kraft\.version\s.*FinalizedVersionLevel: 1\b/, /metadata\.version\s.*FinalizedVersionLevel: 4\.3-IV0/]),
      ...lacking(status, [...voters, /CurrentObservers:.*"id": ?1/]),
      ...(voters.length === 3 ? [] : [`expected three controllers, got ${initial}`]),
    ];
  },
};

const mutualTls: Trial = {
  name: "nodes' own listeners let in whom the cluster's authority vouches for, and nobody else",
  async run(nodes) {
    const authority = nodes.certified.operator.trusted;
    const pairs = { operator: nodes.operator, user: await nodes.certificates.user("alice"), nobody: undefined };
    const failures: string[] = [];
    const expect = async (node: ClusterNode, port: number, who: keyof typeof pairs, expected: boolean): Promise<void> => {
      const pair = pairs[who];
      const serverName = hostOf(nodes, node);
      const trial = { host: nodes.home(node.id).address, port, serverName, authority, ...(pair && { pair }) };
      if ((await isLetIn(trial)) !== expected) failures.push(`${who} should ${expected ? "" : "not "}be let in at ${serverName}:${port}`);
    };
    for (const node of nodes.cluster.nodes) {
      const own = [...(node.isController ? [9090] : []), ...(node.isBroker ? [9091] : [])];
      for (const port of own) {
        await expect(node, port, "operator", true);
        await expect(node, port, "user", false);
        await expect(node, port, "nobody", false);
      }
      if (!node.isBroker) continue;
      await expect(node, 9094, "user", true);
      await expect(node, 9094, "nobody", false);
      await expect(node, 9093, "nobody", true);
    }
    return failures;
  },
};

const replication: Trial = {
  name: "brokers replicate to each other, and have their racks",
  async run(nodes) {
    const topics = (args: readonly string[]) => nodes.tool("org.apache.kafka.tools.TopicCommand", [...asOperator(nodes), ...args]);
    await topics(["--create", "--topic", "trial", "--partitions", "4"]);
    const plain = nodes.cluster.nodes.filter(({ isBroker }) => isBroker).map((node) => `${hostOf(nodes, node)}:9092`);
    const performance = ["--topic", "trial", "--num-records", "100", "--record-size", "100", "--throughput", "-1"];
    const props = ["--producer-props", `bootstrap.servers=${plain.join(",")}`, "acks=all"];
    const produced = await nodes.tool("org.apache.kafka.tools.ProducerPerformance", [...performance, ...props]);
    const described = await topics(["--describe", "--topic", "trial"]);
    const inSync = described.match(/Isr: \d+,\d+/g)?.length ?? 0;
    return [
      ...lacking(produced, [/100 records sent/]),
      ...(inSync === 4 ? [] : [`not all partitions have two replicas in sync:\n${described}`]),
    ];
  },
};

async function metrics(nodes: RunningNodes, { id }: ClusterNode): Promise<string> {
  const answer = await fetch(`http://${nodes.home(id).address}:9404/metrics`);
  return answer.text();
}

const brokerState: Trial = {
  name: "brokers tell their state as the operator reads it",
  async run(nodes) {
    const [both, controller] = [nodes.cluster.nodes[0], nodes.cluster.nodes.find(({ isBroker }) => !isBroker)];
    if (both === undefined || controller === undefined) return ["there are no nodes"];
    const ofController = await metrics(nodes, controller);
    return [
      ...lacking(await metrics(nodes, both), [/^kafka_server_kafkaserver_brokerstate 3\.0$/m]),
      ...(/brokerstate/.test(ofController) ? [`a controller tells the state of a broker:\n${ofController}`] : []),
    ];
  },
};

const restart: Trial = {
  name: "a node that starts again formats nothing, votes as before, and is alive in between until it stops",
  async run(nodes) {
    const node = nodes.cluster.nodes.find(({ isBroker, isController }) => isBroker && isController);
    if (node === undefined) return ["there is no node of both roles"];
    const home = nodes.home(node.id);
    const alive = async (): Promise<boolean> => {
      const { code } = await runCommand("bash", [home.path("opt/kafka/custom-config/kafka-alive.sh"), "9091"]);
      return code === 0;
    };
    const meta = () => readFile(home.path(`var/lib/kafka/data-0/kafka-log${node.id}/meta.properties`), "utf8");
    const formattings = async () => (await readFile(home.path("kafka.log"), "utf8")).match(/^Formatting .*directory/gm)?.length ?? 0;
    const [before, formatted] = [await meta(), await formattings()];
    const seen = [await alive()];
    await nodes.stop(node);
    seen.push(await alive());
    await nodes.start([node]);
    seen.push(await alive());
    const status = await describeQuorum(nodes);
    const formattedAgain = (await formattings()) - formatted;
    return [
      ...(seen.join() === "true,false,true" ? [] : [`alive: expected true, false, true, got ${seen.join()}`]),
      ...(before === (await meta()) ? [] : ["meta.properties is another one"]),
      ...(formatted === 2 && formattedAgain === 0
        ? []
        : [`expected each of two directories to be formatted once, got ${formatted}, and ${formattedAgain} when it started again`]),
      ...lacking(status, [/MaxFollowerLag:\s+\d/, new RegExp(`CurrentVoters:.*"id": ?${node.id}\\b`)]),
    ];
  },
};

export const trials: readonly Trial[] = [dynamicQuorum, mutualTls, replication, brokerState, ...whileRunning, restart];
