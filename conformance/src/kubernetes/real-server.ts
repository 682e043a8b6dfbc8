import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Daemon, freePort } from "../peers/daemon.ts";
import { kubernetesServer } from "../toolchain/kubernetes.ts";
import { type ApiServer, kubeconfigOf } from "./api-server.ts";
import { install, ourCrds } from "./crds.ts";
import { requestOf } from "./request.ts";
import { serverCertificate } from "./server-certificate.ts";

/** Nobody without a token gets further than this, as in the embedded API; by default Kubernetes calls them `system:anonymous`. */
const authentication = {
  apiVersion: "apiserver.config.k8s.io/v1",
  kind: "AuthenticationConfiguration",
  anonymous: { enabled: true, conditions: ["/livez", "/readyz", "/healthz", "/version"].map((path) => ({ path })) },
};

interface Files {
  readonly ca: string;
  readonly token: string;
  readonly paths: Readonly<Record<"certificate" | "key" | "tokens" | "accountsKey" | "accounts" | "authentication" | "kubeconfig", string>>;
}

/** Certificates, keys and tokens, made anew for each run. */
async function writeFiles(folder: string): Promise<Files> {
  const { ca, certificate, key } = await serverCertificate();
  const token = randomBytes(16).toString("hex");
  const accounts = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const contents = {
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

/** Starts etcd, kube-apiserver and its controllers on free ports of 127.0.0.1; all they keep is in `folder`. */
export async function startKubernetes(folder: string, crds = ourCrds): Promise<ApiServer> {
  await mkdir(folder, { recursive: true });
  const program = await kubernetesServer();
  const { ca, token, paths } = await writeFiles(folder);
  const [port, etcdPort, etcdPeerPort] = [await freePort(), await freePort(), await freePort()];
  const url = `https://127.0.0.1:${port}`;
  const server = { name: "kubernetes", url, ca, token, kubeconfig: paths.kubeconfig } as const;
  await writeFile(paths.kubeconfig, kubeconfigOf(server), { mode: 0o600 });

  const run = (name: string, args: readonly string[]) =>
    new Daemon(program, [name, ...args], { logFile: join(folder, `${name}.log`), cwd: folder });
  const etcd = run("etcd", etcdFlags(folder, etcdPort, etcdPeerPort));
  const api = run("kube-apiserver", apiFlags(folder, port, etcdPort, paths));
  const isReady = async (): Promise<true | undefined> => {
    const answer = await requestOf(server, { method: "GET", path: "/readyz" }).catch(() => undefined);
    return answer?.status === 200 ? true : undefined;
  };
  await api.waitFor("kube-apiserver", 120_000, isReady);
  await install(server, await crds());
  const controllers = run("controllers", [paths.kubeconfig]);
  return {
    ...server,
    async stop() {
      // What they keep is thrown away; without etcd the API server would take a minute to end by itself.
      await Promise.all([controllers, api, etcd].map((daemon) => daemon.end("SIGKILL")));
    },
  };
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

function apiFlags(folder: string, port: number, etcdPort: number, paths: Files["paths"]): readonly string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    "--bind-address=127.0.0.1",
    `--secure-port=${port}`,
    "--advertise-address=127.0.0.1",
    "--endpoint-reconciler-type=none",
    "--service-cluster-ip-range=10.96.0.0/16",
    `--cert-dir=${folder}`,
    `--tls-cert-file=${paths.certificate}`,
    `--tls-private-key-file=${paths.key}`,
    `--token-auth-file=${paths.tokens}`,
    `--authentication-config=${paths.authentication}`,
    "--authorization-mode=RBAC",
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${paths.accounts}`,
    `--service-account-signing-key-file=${paths.accountsKey}`,
    "--enable-priority-and-fairness=false",
    "--profiling=false",
  ];
}
