export { httpsTransport } from "./https-transport.ts";
export { type ClusterAccess, readKubeconfig } from "./kubeconfig.ts";
