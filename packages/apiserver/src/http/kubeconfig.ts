/** Where a server is, and how to be let in. */
export interface Access {
  /** `https://127.0.0.1:6443`. */
  readonly server: string;
  /** PEM of the CA that the server's certificate is from. */
  readonly authority: string;
  readonly token: string;
}

/** A kubeconfig by which `kubectl` and every client library reach the server. */
export function kubeconfig({ server, authority, token }: Access): string {
  const name = "millrace";
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server, "certificate-authority-data": Buffer.from(authority).toString("base64") } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: "default" } }],
    "current-context": name,
  };
  // JSON is YAML, and no client minds.
  return `${JSON.stringify(config, undefined, 2)}\n`;
}
