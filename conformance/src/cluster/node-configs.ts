import { join } from "node:path";
import type { Network } from "./network.ts";
import { pauseImage } from "./node-images.ts";

/** What a node's programs are told. */
export interface NodePlace {
  readonly at: number;
  readonly network: Network;
  /** Holds all that the node keeps. */
  readonly folder: string;
}

export const nameOfNode = (at: number): string => `node-${at}`;

export const socketOf = (folder: string): string => join(folder, "containerd.sock");

/** In the format of containerd 1.6 and 1.7, which Debian has. */
export function containerdConfig(folder: string): string {
  const cri = 'plugins."io.containerd.grpc.v1.cri"';
  return `version = 2
root = "${folder}/containerd"
state = "${folder}/run"
[grpc]
  address = "${socketOf(folder)}"
[plugins."io.containerd.internal.v1.opt"]
  path = "${folder}/opt"
[${cri}]
  # Without CAP_SYS_RESOURCE runc could start nothing otherwise.
  restrict_oom_score_adj = true
  sandbox_image = "${pauseImage}"
  [${cri}.cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${folder}/cni"
  [${cri}.containerd]
    default_runtime_name = "runc"
    snapshotter = "overlayfs"
    [${cri}.containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
`;
}

/** Pods of a node are on a bridge of its own, and the node is their way to everybody else. */
export function podNetworkConfig({ at, network, folder }: NodePlace): object {
  const ipam = {
    type: "host-local",
    ranges: [[{ subnet: network.node(at).pods }]],
    routes: [{ dst: "0.0.0.0/0" }],
    dataDir: join(folder, "addresses"),
  };
  const bridge = { type: "bridge", bridge: "pods", isGateway: true, ipMasq: false, hairpinMode: true, ipam };
  return { cniVersion: "0.4.0", name: "pods", plugins: [bridge, { type: "portmap", capabilities: { portMappings: true } }] };
}

export function kubeletConfig({ at, network, folder }: NodePlace): object {
  const { address, link } = network.node(at);
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    // Who reaches the bridge is on this machine, and may do anything.
    authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
    authorization: { mode: "AlwaysAllow" },
    address,
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${link}`,
    failCgroupV1: false,
    failSwapOn: false,
    containerRuntimeEndpoint: `unix://${socketOf(folder)}`,
    podLogsDir: join(folder, "logs"),
    clusterDNS: [network.dns],
    clusterDomain: "cluster.local",
    resolvConf: "",
    // Whoever is short of disk or memory is to see a test fail, not pods go.
    evictionHard: { "memory.available": "100Mi", "nodefs.available": "1%", "imagefs.available": "1%" },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    serializeImagePulls: false,
    registryPullQPS: 0,
    nodeStatusUpdateFrequency: "5s",
  };
}

/** Its defaults for connection tracking are settings of the machine, which are not ours to change. */
export function kubeProxyFlags({ at, network }: NodePlace, kubeconfig: string): readonly string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    "--proxy-mode=iptables",
    `--cluster-cidr=${network.pods}`,
    `--hostname-override=${nameOfNode(at)}`,
    "--conntrack-max-per-core=0",
    "--conntrack-tcp-timeout-established=0s",
    "--conntrack-tcp-timeout-close-wait=0s",
  ];
}

export function kubeletFlags({ at, network, folder }: NodePlace, kubeconfig: string): readonly string[] {
  return [
    `--config=${join(folder, "kubelet.json")}`,
    `--kubeconfig=${kubeconfig}`,
    `--root-dir=${join(folder, "kubelet")}`,
    `--cert-dir=${join(folder, "kubelet/pki")}`,
    `--hostname-override=${nameOfNode(at)}`,
    `--node-ip=${network.node(at).address}`,
    `--node-labels=topology.kubernetes.io/zone=zone-${at}`,
  ];
}
