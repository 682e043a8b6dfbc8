/** A running Kubernetes API that cases talk to. */
export interface ApiServer {
  readonly name: "kubernetes" | "millrace";
  /** `https://127.0.0.1:PORT` */
  readonly url: string;
  /** Of the authority that its certificate comes from, in PEM. */
  readonly ca: string;
  /** Of somebody who may do anything. */
  readonly token: string;
  /** A file that tells kubectl all this. */
  readonly kubeconfig: string;
  /** Ends it and starts it again on what it keeps, at the same port. Of what was before, it knows only what came of it. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** What a kubeconfig says; JSON is YAML too. */
export function kubeconfigOf({ url, ca, token }: Pick<ApiServer, "url" | "ca" | "token">): string {
  const cluster = { server: url, "certificate-authority-data": Buffer.from(ca).toString("base64") };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "conformance", cluster }],
    users: [{ name: "administrator", user: { token } }],
    contexts: [{ name: "conformance", context: { cluster: "conformance", user: "administrator" } }],
    "current-context": "conformance",
  });
}
