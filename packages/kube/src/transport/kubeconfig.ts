import { isAbsolute, join } from "node:path";
import { MillraceError, messageOf } from "@millrace/kit";
import { parse } from "yaml";
import { isRecord } from "../client/errors.ts";
import type { ExecLogin } from "./exec-login.ts";
import type { Source } from "./source.ts";

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
  /** Asked for a token where there is none. */
  readonly exec: ExecLogin | undefined;
  readonly basic: { readonly username: string; readonly password: string } | undefined;
}

type Entry = Readonly<Record<string, unknown>>;

/** What this client can't do; to leave it out would be to reach another server, or as somebody else. */
const refused: ReadonlyArray<readonly [of: "cluster" | "user", field: string, why: string]> = [
  ["user", "auth-provider", "it names an auth-provider, which is not supported: put a token or a client certificate into the kubeconfig"],
  ["user", "as", "it impersonates somebody, which is not supported"],
  ["cluster", "proxy-url", "it goes through a proxy, which is not supported"],
];

/** A kubeconfig as it stands in a file. */
export interface KubeconfigFile {
  /** What it is called in failures. */
  readonly file: string;
  readonly text: string;
  /** Relative paths in it are relative to this. */
  readonly directory: string;
}

interface Part extends Entry {
  readonly directory: string;
}

type Fail = (why: string) => MillraceError;

/**
 * Finds a context's cluster and user in kubeconfigs, which count as one: of what several say, the first one's word stands, as kubectl has it.
 * `context`: default `current-context`. Throws CONFIG_INVALID.
 */
export function readKubeconfig(files: readonly KubeconfigFile[], contextGiven?: string): ClusterAccess {
  const called = files.map(({ file }) => file).join(", ");
  const fail: Fail = (why) => new MillraceError("CONFIG_INVALID", `can't use the kubeconfig ${called}: ${why}`);
  const configs = files.flatMap((file) => parsed(file) ?? []);
  if (configs.length === 0) throw fail("it is empty");
  const contextName = contextGiven ?? configs.flatMap((config) => textOf(config, "current-context") ?? [])[0];
  if (contextName === undefined) throw fail("it has no current-context; name one of its contexts");
  const context = named(configs, "context", contextName, fail);
  const cluster = named(configs, "cluster", textOf(context, "cluster") ?? "", fail);
  const userName = textOf(context, "user");
  const user = userName === undefined ? { directory: "" } : named(configs, "user", userName, fail);
  for (const [of, field, why] of refused) {
    if ((of === "user" ? user : cluster)[field] !== undefined) throw fail(`${of} ${textOf(context, of)}: ${why}`);
  }
  return {
    server: serverOf(cluster, fail),
    namespace: textOf(context, "namespace") ?? "default",
    ...trust(cluster),
    ...login(user, cluster, fail),
  };
}

function trust(cluster: Part): Pick<ClusterAccess, "ca" | "serverName" | "insecure"> {
  return {
    ca: sourceOf(cluster, "certificate-authority-data", "certificate-authority"),
    serverName: textOf(cluster, "tls-server-name"),
    insecure: cluster["insecure-skip-tls-verify"] === true,
  };
}

function login(user: Part, cluster: Part, fail: Fail): Pick<ClusterAccess, "certificate" | "key" | "token" | "exec" | "basic"> {
  const certificate = sourceOf(user, "client-certificate-data", "client-certificate");
  const key = sourceOf(user, "client-key-data", "client-key");
  if ((certificate === undefined) !== (key === undefined)) throw fail("a client certificate and its key go together");
  const [username, password] = [textOf(user, "username"), textOf(user, "password")];
  const basic = username === undefined || password === undefined ? undefined : { username, password };
  return { certificate, key, token: sourceOf(user, "token", "tokenFile"), exec: execLogin(user, cluster, fail), basic };
}

const execVersions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

function execLogin({ exec, directory }: Part, cluster: Part, fail: Fail): ExecLogin | undefined {
  if (exec === undefined || exec === null) return undefined;
  if (!isRecord(exec)) throw fail("exec is no mapping");
  const [command, apiVersion = ""] = [textOf(exec, "command"), textOf(exec, "apiVersion")];
  if (command === undefined) throw fail("exec has no command");
  if (!execVersions.includes(apiVersion))
    throw fail(`exec has the apiVersion ${JSON.stringify(apiVersion)}; ${execVersions.join(" or ")} is expected`);
  if (textOf(exec, "interactiveMode") === "Always")
    throw fail(`${command} asks somebody at the terminal (interactiveMode: Always), which is not supported`);
  const env = Array.isArray(exec.env) ? exec.env.filter(isRecord).map(({ name, value }) => [String(name), String(value ?? "")]) : [];
  const { server, "certificate-authority-data": ca, "tls-server-name": serverName } = cluster;
  const told = { server, "certificate-authority-data": ca, "tls-server-name": serverName };
  return {
    ...{ command, directory, apiVersion },
    args: Array.isArray(exec.args) ? exec.args.map(String) : [],
    env: Object.fromEntries(env),
    installHint: textOf(exec, "installHint"),
    cluster: exec.provideClusterInfo === true ? told : undefined,
  };
}

/** Undefined for an empty one. */
function parsed({ file, text, directory }: KubeconfigFile): Part | undefined {
  const fail: Fail = (why) => new MillraceError("CONFIG_INVALID", `can't use the kubeconfig ${file}: ${why}`);
  let config: unknown;
  try {
    config = parse(text);
  } catch (cause) {
    throw fail(`it is no YAML: ${messageOf(cause)}`);
  }
  if (config === null || config === undefined) return undefined;
  if (!isRecord(config)) throw fail("it is no mapping");
  return { ...config, directory };
}

/** The first entry of lists such as `clusters`, which have what an entry is about under `cluster`. */
function named(configs: readonly Part[], what: "context" | "cluster" | "user", name: string, fail: Fail): Part {
  const entries = configs.flatMap(({ directory, ...config }): readonly Part[] => {
    const list = (config as Entry)[`${what}s`];
    return Array.isArray(list) ? list.filter(isRecord).map((entry) => ({ ...entry, directory })) : [];
  });
  const found = entries.find((entry) => entry.name === name && isRecord(entry[what]));
  if (found !== undefined) return { ...(found[what] as Entry), directory: found.directory };
  const known = [...new Set(entries.map((entry) => JSON.stringify(entry.name)))].join(", ");
  throw fail(`there is no ${what} ${JSON.stringify(name)} in it${known === "" ? "" : `; there is ${known}`}`);
}

function serverOf(cluster: Entry, fail: Fail): URL {
  const server = textOf(cluster, "server") ?? "";
  const url = URL.parse(server);
  if (url === null || !/^https?:$/.test(url.protocol)) throw fail(`${JSON.stringify(server)} is no address of a server`);
  return url;
}

function sourceOf({ directory, ...entry }: Part, data: string, file: string): Source | undefined {
  const [value, path] = [textOf(entry, data), textOf(entry, file)];
  // As client-go has it, what stands in the kubeconfig wins, but a file of a token wins over a token.
  if (path !== undefined && (value === undefined || data === "token")) {
    return { file: isAbsolute(path) ? path : join(directory, path) };
  }
  if (value === undefined) return undefined;
  return { value: data.endsWith("-data") ? Buffer.from(value, "base64").toString() : value };
}

function textOf(entry: Entry, field: string): string | undefined {
  const value = entry[field];
  return typeof value === "string" && value !== "" ? value : undefined;
}
