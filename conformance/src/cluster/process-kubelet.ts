import dns, { type LookupAddress, type LookupOptions } from "node:dns";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Cancel, type Closeable, systemClock, systemRandom } from "@millrace/kit";
import { isConflict, isNotFound, type KubeClient, namespacedKind, type Stored } from "@millrace/kube";
import { accepts } from "../operator/connecting.ts";
import { type Entries, NodeHome } from "../operator/node-home.ts";
import { Daemon, tiedToUs } from "../peers/daemon.ts";
import type { Kubelet } from "./fake-nodes.ts";
import { statusOf } from "./fake-pod.ts";
import { claims, type Pod, type PodVolume, pods, volumes } from "./kinds.ts";

interface Kept {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Entries;
}

const configMaps = namespacedKind<Kept>({ apiVersion: "v1", kind: "ConfigMap", plural: "configmaps" });
const secrets = namespacedKind<Kept>({ apiVersion: "v1", kind: "Secret", plural: "secrets" });

const lookPeriodMs = 300;
const backOffMs = 3_000;

/** A pod of Kafka that runs as a process. */
interface Running {
  readonly pod: Stored<Pod>;
  readonly home: NodeHome;
  readonly host: string;
  daemon: Daemon;
  isEnding: boolean;
  isReady: boolean;
  restarts: number;
  startsAgainAtMs: number | undefined;
}

/**
 * Runs pods of Kafka as processes of this machine: what their containers run, with what is in their volumes, each with an address of this machine's loop.
 * Processes that end are started again, as containers are. Their hosts are found by the nodes, and by this process.
 */
export class ProcessKubelet implements Kubelet, Closeable {
  readonly #client: KubeClient;
  readonly #folder: string;
  readonly #network = `127.${10 + systemRandom.below(200)}`;
  readonly #running = new Map<string, Running>();
  readonly #cancel: Cancel;
  readonly #forgetNames: () => void;
  #addresses = 0;
  #looking = false;

  constructor(client: KubeClient, folder: string) {
    this.#client = client;
    this.#folder = folder;
    this.#cancel = systemClock.every(lookPeriodMs, () => void this.#look());
    this.#forgetNames = findHostsBy((host) => this.#addressesOf(host));
  }

  async begin(pod: Stored<Pod>, now: string): Promise<object> {
    const { uid, namespace = "default", name } = pod.metadata;
    const at = this.#addresses++;
    const address = `${this.#network}.${Math.floor(at / 250)}.${(at % 250) + 1}`;
    const image = pod.spec.containers[0]?.image ?? "";
    const home = new NodeHome(join(this.#folder, "pods", uid), address, image.slice(image.lastIndexOf(":") + 1));
    const volume = (wanted: string) => pod.spec.volumes?.find((each) => each.name === wanted);
    const config = await this.#entries(configMaps, namespace, volume("kafka-metrics-and-logging")?.configMap?.name);
    const certificates = await this.#secret(namespace, volume("broker-certs")?.secret?.secretName);
    const trusted = await this.#secret(namespace, volume("cluster-ca")?.secret?.secretName);
    await home.write({ config, certificates, trusted });
    for (const each of pod.spec.volumes ?? []) if (/^data(-\d+)?$/.test(each.name)) await this.#mount(home, namespace, each);
    const host = `${pod.spec.hostname ?? name}.${pod.spec.subdomain ?? ""}.${namespace}.svc`;
    const known = { pod, home, host, isEnding: false, isReady: false, restarts: 0, startsAgainAtMs: undefined };
    this.#running.set(uid, { ...known, daemon: await this.#start(pod, home, host, address) });
    return { ...statusOf(pod, { podIp: address, hostIp: "127.0.0.1", now }), ...notReady };
  }

  async end(pod: Stored<Pod>): Promise<void> {
    const running = this.#running.get(pod.metadata.uid);
    if (running === undefined) return;
    running.isEnding = true;
    const seconds = pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30;
    await running.daemon.end(seconds === 0 ? "SIGKILL" : "SIGTERM", seconds * 1_000);
    this.#running.delete(pod.metadata.uid);
    await rm(running.home.folder, { recursive: true, force: true });
  }

  /** A process dies without a word; it is started again as a container is. */
  kill(podName: string): void {
    for (const { pod, daemon } of this.#running.values()) if (pod.metadata.name === podName) daemon.kill();
  }

  /** The command line that runs a program of this machine that finds the pods' hosts. */
  withNames(command: readonly string[]): readonly [command: string, args: readonly string[]] {
    return ["unshare", ["--mount", "sh", "-ec", 'mount --bind "$0" /etc/hosts; exec "$@"', this.#hostsFile, ...command]];
  }

  /** Stops a running pod's process, or has it go on. */
  signal(podName: string, signal: "SIGSTOP" | "SIGCONT"): void {
    for (const { pod, daemon } of this.#running.values())
      if (pod.metadata.name === podName && daemon.running) process.kill(daemon.pid, signal);
  }

  /** The folder that a running pod has for its container's root. */
  homeOf(podName: string): NodeHome | undefined {
    return [...this.#running.values()].find(({ pod }) => pod.metadata.name === podName)?.home;
  }

  async close(): Promise<void> {
    this.#cancel();
    this.#forgetNames();
    for (const running of this.#running.values()) running.isEnding = true;
    await Promise.all([...this.#running.values()].map(({ daemon }) => daemon.end("SIGKILL")));
  }

  async #start(pod: Pod, home: NodeHome, host: string, address: string): Promise<Daemon> {
    await this.#writeHosts([[host, address]]);
    const [container] = pod.spec.containers;
    const env = Object.fromEntries((container?.env ?? []).flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
    const script = home.path("opt/kafka/custom-config/kafka-start.sh");
    return new Daemon(...tiedToUs("bash", [script]), {
      ...{ logFile: home.path("kafka.log"), cwd: home.folder },
      env: { ...env, JAVA_TOOL_OPTIONS: `-Djdk.net.hosts.file=${this.#hostsFile}` },
    });
  }

  async #entries(kind: typeof configMaps, namespace: string, name: string | undefined): Promise<Entries> {
    const found = name === undefined ? undefined : await this.#client.get(kind, { namespace, name });
    if (found === undefined) throw new TypeError(`there is no ${kind.kind} ${name} yet`);
    return found.data ?? {};
  }

  async #secret(namespace: string, name: string | undefined): Promise<Entries> {
    const entries = await this.#entries(secrets, namespace, name);
    return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]));
  }

  async #mount(home: NodeHome, namespace: string, volume: PodVolume): Promise<void> {
    const at = home.path(`var/lib/kafka/${volume.name}`);
    const name = volume.persistentVolumeClaim?.claimName;
    if (name === undefined) {
      await mkdir(at, { recursive: true });
      return;
    }
    const claim = await this.#client.get(claims, { namespace, name });
    const bound = claim?.spec.volumeName === undefined ? undefined : await this.#client.get(volumes, { name: claim.spec.volumeName });
    const path = bound?.spec.local?.path;
    if (path === undefined) throw new TypeError(`the claim ${name} is not bound yet`);
    await symlink(path, at);
  }

  get #hostsFile(): string {
    return join(this.#folder, "hosts");
  }

  /** Java looks into it each time. */
  async #writeHosts(more: ReadonlyArray<readonly [host: string, address: string]> = []): Promise<void> {
    const known = [...this.#running.values()].map(({ host, home }) => [host, home.address] as const);
    const lines = ["127.0.0.1 localhost", ...[...more, ...known].map(([host, address]) => `${address} ${host}`), ""];
    await mkdir(this.#folder, { recursive: true });
    await writeFile(this.#hostsFile, lines.join("\n"));
  }

  /** Of a pod, or of the brokers that are ready behind the Service by which clients begin. */
  #addressesOf(host: string): readonly string[] | undefined {
    const [, cluster, namespace] = /^(.+)-kafka-bootstrap\.([^.]+)\.svc$/.exec(host) ?? [];
    const all = [...this.#running.values()].filter(({ isEnding }) => !isEnding);
    if (cluster === undefined) {
      const found = all.filter((each) => each.host === host).map(({ home }) => home.address);
      return host.endsWith(".svc") ? found : undefined;
    }
    return all
      .filter(({ pod: { metadata }, isReady }) => isReady && (metadata.namespace ?? "default") === namespace)
      .filter(({ pod: { metadata } }) => metadata.labels?.["strimzi.io/cluster"] === cluster)
      .filter(({ pod: { metadata } }) => metadata.labels?.["strimzi.io/broker-role"] === "true")
      .map(({ home }) => home.address);
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    await Promise.all([...this.#running.values()].filter(({ isEnding }) => !isEnding).map((running) => this.#lookAt(running)));
    this.#looking = false;
  }

  async #lookAt(running: Running): Promise<void> {
    const { pod, home, daemon } = running;
    if (!daemon.running) return this.#startAgain(running);
    const port = pod.metadata.labels?.["strimzi.io/broker-role"] === "true" ? 9091 : 9090;
    const isReady = await accepts(home.address, port);
    if (isReady === running.isReady) return;
    running.isReady = isReady;
    await this.#tell(pod, isReady ? ready : notReady);
  }

  async #startAgain(running: Running): Promise<void> {
    const { pod, home, host } = running;
    const nowMs = systemClock.monotonicMs();
    if (running.startsAgainAtMs === undefined) {
      running.startsAgainAtMs = nowMs + backOffMs;
      running.restarts++;
      running.isReady = false;
      await this.#tell(pod, running.restarts > 2 ? crashing(running.restarts) : notReady);
    } else if (nowMs > running.startsAgainAtMs) {
      running.startsAgainAtMs = undefined;
      running.daemon = await this.#start(pod, home, host, home.address);
    }
  }

  async #tell({ metadata }: Stored<Pod>, status: object): Promise<void> {
    const patch = { metadata: { uid: metadata.uid }, status };
    await this.#client.patch(pods, metadata, patch, { type: "strategic", subresource: "status" }).catch((thrown: unknown) => {
      if (!isNotFound(thrown) && !isConflict(thrown)) throw thrown;
    });
  }
}

const conditionsOf = (status: "True" | "False") => ["ContainersReady", "Ready"].map((type) => ({ type, status }));
const kafkaStatus = (more: object) => [{ name: "kafka", image: "", imageID: "", lastState: {}, restartCount: 0, started: true, ...more }];
const running = { state: { running: { startedAt: "2026-01-01T00:00:00Z" }, waiting: null } };
const ready = { conditions: conditionsOf("True"), containerStatuses: kafkaStatus({ ready: true, ...running }) };
const notReady = { conditions: conditionsOf("False"), containerStatuses: kafkaStatus({ ready: false, ...running }) };
const crashing = (restartCount: number) => ({
  conditions: conditionsOf("False"),
  containerStatuses: kafkaStatus({ ready: false, restartCount, state: { running: null, waiting: { reason: "CrashLoopBackOff" } } }),
});

type Found = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/** Has this process find hosts otherwise than by its resolver; gives it back. `undefined`: as before. */
function findHostsBy(addressesOf: (host: string) => readonly string[] | undefined): () => void {
  const before = dns.lookup;
  const lookup = (host: string, options: LookupOptions, found: Found): void => {
    const addresses = addressesOf(host);
    if (addresses === undefined) {
      before(host, options, found as never);
      return;
    }
    const [first] = addresses;
    const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: "ENOTFOUND", syscall: "getaddrinfo", hostname: host });
    queueMicrotask(() => {
      if (first === undefined) found(error, "");
      else if (options.all === true)
        found(
          null,
          addresses.map((address) => ({ address, family: 4 })),
        );
      else found(null, first, 4);
    });
  };
  dns.lookup = lookup as typeof dns.lookup;
  return () => {
    dns.lookup = before;
  };
}
