import { join } from "node:path";
import { buildGo } from "./go.ts";

/** The release that every expectation of the Kubernetes API comes from. */
export const kubernetesVersion = "1.34.4";

const module = join(import.meta.dirname, "../../kubernetes");
const [major, minor] = kubernetesVersion.split(".");

/** What releases of Kubernetes say of themselves is told to the linker. */
const versions = {
  "k8s.io/component-base/version.gitVersion": `v${kubernetesVersion}`,
  "k8s.io/component-base/version.gitMajor": major,
  "k8s.io/component-base/version.gitMinor": minor,
  "k8s.io/component-base/version.gitTreeState": "clean",
  "k8s.io/client-go/pkg/version.gitVersion": `v${kubernetesVersion}`,
};
const linking = Object.entries(versions).map(([name, value]) => `-X ${name}=${value}`);
const flags = ["-trimpath", "-ldflags", ["-s", "-w", ...linking].join(" ")];

/** Compiling Kubernetes takes two idle cores 7 minutes; a busy machine, three times that. */
const buildTimeoutMs = 45 * 60_000;

/** The program that is etcd, kube-apiserver and some controllers, by its first argument. */
export const kubernetesServer = (): Promise<string> => buildGo(module, { program: "server", flags, timeoutMs: buildTimeoutMs });

/** The program that is etcd and all of Kubernetes' own, by its first argument. */
export const clusterProgram = (): Promise<string> => buildGo(module, { program: "cluster", flags, timeoutMs: buildTimeoutMs });

/** CoreDNS, which does not have its modules in the versions that Kubernetes has them in. */
export const dnsProgram = (): Promise<string> =>
  buildGo(join(module, "dns"), { flags: ["-trimpath", "-ldflags", "-s -w"], timeoutMs: buildTimeoutMs });

/** The program that does nothing, which pods and nodes have as their first process. */
export const pauseProgram = (): Promise<string> => buildGo(module, { program: "pause", flags });

/** The program that tries cases of client-go. */
export const clientGo = (): Promise<string> => buildGo(module, { program: "client", flags, timeoutMs: buildTimeoutMs });

export const kubectl = (): Promise<string> => buildGo(module, { program: "kubectl", flags, timeoutMs: buildTimeoutMs });
