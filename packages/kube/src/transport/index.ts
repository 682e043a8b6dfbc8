export { httpsTransport } from "./https-transport.ts";
export { inClusterAccess } from "./in-cluster.ts";
export { type ClusterAccess, type KubeconfigFile, readKubeconfig } from "./kubeconfig.ts";
export { readKubeconfigFiles } from "./kubeconfig-files.ts";
