import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Closeable, type Opened, opening, systemClock } from "@millrace/kit";
import { KubeClient } from "@millrace/kube";
import { httpsTransport, readKubeconfig } from "@millrace/kube/https";
import { install } from "../kubernetes/crds.ts";
import { type BareServer, type Reach, startServer } from "../kubernetes/server.ts";
import type { Crd } from "../resources/schema-node.ts";
import { type CommandOptions, type CommandResult, runCommand } from "../toolchain/commands.ts";
import { clusterProgram, kubectl } from "../toolchain/kubernetes.ts";
import { FakeNodes, type Kubelet } from "./fake-nodes.ts";
import { Volumes } from "./volumes.ts";

/** A running Kubernetes: control plane, storage class `local`, and nodes. */
export interface Cluster extends Pick<BareServer, "url" | "ca" | "token" | "kubeconfig"> {
  /** As an administrator. */
  readonly client: KubeClient;
  /** Runs kubectl as an administrator. Throws TIMED_OUT. */
  kubectl(args: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** Ends all of it; nothing is left but its folder. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** Where all that it keeps is put; what is there is not asked for. */
  readonly folder: string;
  /** CRDs that are there from the beginning. Default: none. */
  readonly crds?: readonly Crd[];
}

export interface ApiClusterOptions extends ClusterOptions, Pick<Reach, "flags" | "authorization"> {
  readonly fakeNodes?: number;
  /** What the nodes do with pods. Default: nothing. */
  readonly kubelet?: (client: KubeClient) => Kubelet & Closeable;
}

/** It may be told to wait for something. */
const kubectlMsMax = 10 * 60_000;

/** Answers of the API server to its own controllers are not to be held up by their good manners. */
const unhurried = ["--kube-api-qps=500", "--kube-api-burst=1000"];

/** Starts the control plane; whoever opens it adds nodes. */
export async function openControlPlane(opened: Opened, { folder, crds = [] }: ClusterOptions, reach: Reach): Promise<Cluster> {
  const [program, command] = [await clusterProgram(), await kubectl()];
  const server = await startServer(program, folder, reach);
  opened.defer(() => server.stop());
  const { url, ca, token, kubeconfig, files } = server;
  await install(server, crds);
  // They leave at once if there is no API server yet. Nobody asks them anything, so that they serve nothing.
  const common = [`--kubeconfig=${kubeconfig}`, "--leader-elect=false", "--secure-port=0", ...unhurried];
  const keys = [`--service-account-private-key-file=${files.accountsKey}`, `--root-ca-file=${files.authority}`];
  server.run("kube-controller-manager", [...common, ...keys]);
  server.run("kube-scheduler", common);

  const access = readKubeconfig([{ file: kubeconfig, text: await readFile(kubeconfig, "utf8"), directory: dirname(kubeconfig) }]);
  const { transport } = opened.add(httpsTransport(access, systemClock));
  const client = new KubeClient({ transport });
  opened.add(await Volumes.open(client, join(folder, "volumes")));
  const env = { KUBECONFIG: kubeconfig, KUBECACHEDIR: join(folder, "kubectl") };
  return {
    ...{ url, ca, token, kubeconfig, client },
    kubectl: (args, options = {}) => runCommand(command, args, { timeoutMs: kubectlMsMax, ...options, env: { ...env, ...options.env } }),
    stop: () => opened.close(),
  };
}

/** A Kubernetes on 127.0.0.1 whose nodes run nothing (`FakeNodes`): it needs no root and is up in seconds. */
export function startApiCluster({ fakeNodes = 3, kubelet, flags = [], authorization, ...options }: ApiClusterOptions): Promise<Cluster> {
  return opening(async (opened) => {
    const reach = {
      ...{ address: "127.0.0.1", services: "10.96.0.0/16", flags: ["--endpoint-reconciler-type=none", ...flags] },
      ...(authorization === undefined ? {} : { authorization }),
    };
    const cluster = await openControlPlane(opened, options, reach);
    const runs = kubelet?.(cluster.client);
    if (runs !== undefined) opened.add(runs);
    opened.add(await FakeNodes.open(cluster.client, fakeNodes, runs));
    return cluster;
  });
}
