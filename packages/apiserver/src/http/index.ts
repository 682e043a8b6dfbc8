export { type Access, kubeconfig } from "./kubeconfig.ts";
export { type Identity, type Listening, type ListenOptions, listen } from "./listen.ts";
