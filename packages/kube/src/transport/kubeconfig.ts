import { MillraceError, messageOf } from "@millrace/kit";
import { parse } from "yaml";
import { isRecord } from "../client/errors.ts";

/** How a cluster's API server is reached, and as whom. */
export interface ClusterAccess {
  /** `https://host:port`, with a path if need be. */
  readonly server: URL;
  /** Namespace of what names none. */
  readonly namespace: string;
  /** Certificates of authorities, in PEM; undefined: those that the machine trusts. */
  readonly ca: Source | undefined;
  /** The name that the server's certificate has, if it is another than the address's. */
  readonly serverName: string | undefined;
  /** Whoever answers is trusted. */
  readonly insecure: boolean;
  readonly certificate: Source | undefined;
  readonly key: Source | undefined;
  readonly token: Source | undefined;
  readonly basic: { readonly username: string; readonly password: string } | undefined;
}

/** What stands in the kubeconfig, or in a file, which may change while a program runs. */
export type Source = { readonly value: string } | { readonly file: string };

type Entry = Readonly<Record<string, unknown>>;

/** What this client can't do; to leave it out would be to reach another server, or as somebody else. */
const refused: ReadonlyArray<readonly [of: "cluster" | "user", field: string, why: string]> = [
  ["user", "exec", "it runs a program to log in, which is not supported: put a token or a client certificate into the kubeconfig"],
  ["user", "auth-provider", "it names an auth-provider, which is not supported: put a token or a client certificate into the kubeconfig"],
  ["user", "as", "it impersonates somebody, which is not supported"],
  ["cluster", "proxy-url", "it goes through a proxy, which is not supported"],
];

export interface KubeconfigOptions {
  /** What the text is called in failures; relative paths in it are relative to `directory`. */
  readonly file: string;
  readonly directory: string;
  /** Default: `current-context`. */
  readonly context?: string | undefined;
}

/** Finds a context's cluster and user in a kubeconfig. Throws CONFIG_INVALID. */
export function readKubeconfig(text: string, options: KubeconfigOptions): ClusterAccess {
  const fail = (why: string): MillraceError => new MillraceError("CONFIG_INVALID", `can't use the kubeconfig ${options.file}: ${why}`);
  const config = parsed(text, fail);
  const contextName = options.context ?? textOf(config, "current-context");
  if (contextName === undefined) throw fail("it has no current-context; name one of its contexts");
  const context = named(config, "context", contextName, fail);
  const cluster = named(config, "cluster", textOf(context, "cluster") ?? "", fail);
  const userName = textOf(context, "user");
  const user = userName === undefined ? {} : named(config, "user", userName, fail);
  for (const [of, field, why] of refused) {
    if ((of === "user" ? user : cluster)[field] !== undefined) throw fail(`${of} ${textOf(context, of)}: ${why}`);
  }
  const source = (entry: Entry, data: string, file: string) => sourceOf(entry, data, file, options.directory);
  const certificate = source(user, "client-certificate-data", "client-certificate");
  const key = source(user, "client-key-data", "client-key");
  if ((certificate === undefined) !== (key === undefined)) throw fail(`user ${userName}: a client certificate and its key go together`);
  const [username, password] = [textOf(user, "username"), textOf(user, "password")];
  return {
    server: serverOf(cluster, fail),
    namespace: textOf(context, "namespace") ?? "default",
    ca: source(cluster, "certificate-authority-data", "certificate-authority"),
    serverName: textOf(cluster, "tls-server-name"),
    insecure: cluster["insecure-skip-tls-verify"] === true,
    ...{ certificate, key },
    token: source(user, "token", "tokenFile"),
    basic: username === undefined || password === undefined ? undefined : { username, password },
  };
}

function parsed(text: string, fail: (why: string) => MillraceError): Entry {
  let config: unknown;
  try {
    config = parse(text);
  } catch (cause) {
    throw fail(`it is no YAML: ${messageOf(cause)}`);
  }
  if (!isRecord(config)) throw fail("it is empty, or no mapping");
  return config;
}

/** The entry of a list such as `clusters`, which has what it is about under `cluster`. */
function named(config: Entry, what: "context" | "cluster" | "user", name: string, fail: (why: string) => MillraceError): Entry {
  const list = config[`${what}s`];
  const entries = Array.isArray(list) ? list.filter(isRecord) : [];
  const found = entries.find((entry) => entry.name === name)?.[what];
  if (isRecord(found)) return found;
  const known = entries.map((entry) => JSON.stringify(entry.name)).join(", ");
  throw fail(`there is no ${what} ${JSON.stringify(name)} in it${known === "" ? "" : `; there is ${known}`}`);
}

function serverOf(cluster: Entry, fail: (why: string) => MillraceError): URL {
  const server = textOf(cluster, "server") ?? "";
  const url = URL.parse(server);
  if (url === null || !/^https?:$/.test(url.protocol)) throw fail(`${JSON.stringify(server)} is no address of a server`);
  return url;
}

function sourceOf(entry: Entry, data: string, file: string, directory: string): Source | undefined {
  const [value, path] = [textOf(entry, data), textOf(entry, file)];
  // As client-go has it, what stands in the kubeconfig wins, but a file of a token wins over a token.
  if (path !== undefined && (value === undefined || data === "token")) {
    return { file: path.startsWith("/") ? path : `${directory}/${path}` };
  }
  if (value === undefined) return undefined;
  return { value: data.endsWith("-data") ? Buffer.from(value, "base64").toString() : value };
}

function textOf(entry: Entry, field: string): string | undefined {
  const value = entry[field];
  return typeof value === "string" && value !== "" ? value : undefined;
}
