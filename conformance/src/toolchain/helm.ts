import { join } from "node:path";
import { buildGo } from "./go.ts";
import { kubernetesVersion } from "./kubernetes.ts";

const [major, minor] = kubernetesVersion.split(".");
const version = "helm.sh/helm/v3/pkg/chartutil.k8sVersion";

/** Helm's command. The release of Kubernetes that it takes a chart to be for is told to the linker, as in releases of Helm. */
export const helm = (): Promise<string> =>
  buildGo(join(import.meta.dirname, "../../helm"), {
    required: "helm.sh/helm/v3/cmd/helm",
    flags: ["-trimpath", "-ldflags", `-s -w -X ${version}Major=${major} -X ${version}Minor=${minor}`],
    timeoutMs: 20 * 60_000,
  });
