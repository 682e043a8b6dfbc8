import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MillraceError } from "@millrace/kit";
import { accepts, Daemon, freePort, tiedToUs } from "../peers/daemon.ts";
import { type ApiServer, kubeconfigOf } from "./api-server.ts";
import { requestOf } from "./request.ts";
import { serverCertificate } from "./server-certificate.ts";

/** Where an API server is found. */
export interface Reach {
  /** `127.0.0.1`: nobody else finds it. Anything else: it listens at all addresses. */
  readonly address: string;
  /** Names and further addresses in its certificate. */
  readonly names?: readonly string[];
  /** Addresses of Services, as `a.b.c.d/n`. */
  readonly services: string;
  /** Who decides what may be done. Default: RBAC alone. */
  readonly authorization?: readonly string[];
  /** Further flags of kube-apiserver. */
  readonly flags?: readonly string[];
}

/** An API server with its etcd, and nothing that acts on what they keep. */
export interface BareServer extends Omit<ApiServer, "name"> {
  /** Starts another part of Kubernetes, which is ended with the server. */
  run(name: string, args: readonly string[]): Daemon;
  /** Files of the key for the tokens of service accounts, and of the authority that the server's certificate comes from. */
  readonly files: { readonly accountsKey: string; readonly authority: string };
}

const startMsMax = 120_000;

/** Nobody without a token gets further than this, as in the embedded API; by default Kubernetes calls them `system:anonymous`. */
const authentication = {
  apiVersion: "apiserver.config.k8s.io/v1",
  kind: "AuthenticationConfiguration",
  anonymous: { enabled: true, conditions: ["/livez", "/readyz", "/healthz", "/version"].map((path) => ({ path })) },
};

interface Files {
  readonly ca: string;
  readonly token: string;
  readonly paths: Readonly<
    Record<"authority" | "certificate" | "key" | "tokens" | "accountsKey" | "accounts" | "authentication" | "kubeconfig", string>
  >;
}

/** Certificates, keys and tokens, made anew for each run. */
async function writeFiles(folder: string, names: readonly string[]): Promise<Files> {
  const { ca, certificate, key } = await serverCertificate(names);
  const token = randomBytes(16).toString("hex");
  const accounts = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const contents = {
    authority: ca,
    certificate,
    key,
    tokens: `${token},administrator,administrator,"system:masters"\n`,
    accountsKey: accounts.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    accounts: accounts.publicKey.export({ type: "spki", format: "pem" }).toString(),
    authentication: JSON.stringify(authentication),
  };
  const path = (name: string): string => join(folder, name);
  for (const [name, content] of Object.entries(contents)) await writeFile(path(name), content, { mode: 0o600 });
  const paths = {
    authority: path("authority"),
    certificate: path("certificate"),
    key: path("key"),
    tokens: path("tokens"),
    accountsKey: path("accountsKey"),
    accounts: path("accounts"),
    authentication: path("authentication"),
    kubeconfig: path("kubeconfig"),
  };
  return { ca, token, paths };
}

/** Starts etcd and kube-apiserver, which `program` is by its first argument, on free ports; all they keep is in `folder`. */
export async function startServer(program: string, folder: string, reach: Reach): Promise<BareServer> {
  await mkdir(folder, { recursive: true });
  const { ca, token, paths } = await writeFiles(folder, ["localhost", "127.0.0.1", reach.address, ...(reach.names ?? [])]);
  const [port, etcdPort, etcdPeerPort] = [await freePort(), await freePort(), await freePort()];
  const url = `https://${reach.address}:${port}`;
  const server = { url, ca, token, kubeconfig: paths.kubeconfig };
  await writeFile(paths.kubeconfig, kubeconfigOf(server), { mode: 0o600 });

  const daemons: Daemon[] = [];
  const run = (name: string, args: readonly string[]): Daemon => {
    const daemon = new Daemon(...tiedToUs(program, [name, ...args]), { logFile: join(folder, `${name}.log`), cwd: folder });
    daemons.unshift(daemon);
    return daemon;
  };
  const etcd = run("etcd", etcdFlags(folder, etcdPort, etcdPeerPort));
  const isReady = async (): Promise<true | undefined> => {
    const answer = await requestOf(server, { method: "GET", path: "/readyz" }).catch(() => undefined);
    return answer?.status === 200 ? true : undefined;
  };
  const stop = async (): Promise<void> => {
    // What they keep is thrown away; without etcd the API server would take a minute to end by itself.
    await Promise.all(daemons.map((daemon) => daemon.end("SIGKILL")));
  };
  const runApi = async (): Promise<Daemon> => {
    // The API server waits 20 s for its etcd, which is not enough on a machine whose disk has other work.
    await etcd.waitFor("etcd", startMsMax, () => accepts(etcdPort));
    const daemon = run("kube-apiserver", apiFlags(folder, port, etcdPort, reach, paths));
    await daemon.waitFor("kube-apiserver", startMsMax, isReady);
    return daemon;
  };
  let api = await runApi().catch(async (thrown: unknown) => {
    await stop();
    throw thrown;
  });
  return {
    ...server,
    run,
    async restart() {
      await api.end("SIGKILL");
      await forgetPast(etcdPort);
      api = await runApi();
    },
    files: { accountsKey: paths.accountsKey, authority: paths.authority },
    stop,
  };
}

/** Has etcd drop all but the latest of everything, as API servers ask it to every few minutes. */
async function forgetPast(etcdPort: number): Promise<void> {
  const ask = async (what: string, body: object) => {
    const response = await fetch(`http://127.0.0.1:${etcdPort}/v3/kv/${what}`, { method: "POST", body: JSON.stringify(body) });
    if (!response.ok) throw new MillraceError("REQUEST_FAILED", `etcd: ${what}: ${response.status} ${await response.text()}`);
    return (await response.json()) as { readonly header: { readonly revision: string } };
  };
  const { header } = await ask("range", { key: Buffer.from("/").toString("base64") });
  await ask("compaction", { revision: header.revision });
}

function etcdFlags(folder: string, port: number, peerPort: number): readonly string[] {
  const address = `http://127.0.0.1:${port}`;
  return [
    `--data-dir=${join(folder, "etcd")}`,
    "--unsafe-no-fsync",
    "--log-level=warn",
    `--listen-client-urls=${address}`,
    `--advertise-client-urls=${address}`,
    `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
  ];
}

function apiFlags(folder: string, port: number, etcdPort: number, reach: Reach, paths: Files["paths"]): readonly string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    `--bind-address=${reach.address === "127.0.0.1" ? reach.address : "0.0.0.0"}`,
    `--secure-port=${port}`,
    `--advertise-address=${reach.address}`,
    `--service-cluster-ip-range=${reach.services}`,
    `--cert-dir=${folder}`,
    `--tls-cert-file=${paths.certificate}`,
    `--tls-private-key-file=${paths.key}`,
    `--token-auth-file=${paths.tokens}`,
    `--authentication-config=${paths.authentication}`,
    ...(reach.authorization ?? ["--authorization-mode=RBAC"]),
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${paths.accounts}`,
    `--service-account-signing-key-file=${paths.accountsKey}`,
    "--enable-priority-and-fairness=false",
    "--profiling=false",
    ...(reach.flags ?? []),
  ];
}
