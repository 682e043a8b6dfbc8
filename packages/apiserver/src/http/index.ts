export { type Access, kubeconfig } from "./kubeconfig.ts";
export { type HttpsEndpoint, type ServeOptions, serveHttps } from "./serve.ts";
