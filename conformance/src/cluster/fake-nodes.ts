import { type Closeable, Opened, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import {
  Controller,
  Informer,
  type KubeClient,
  keyOf,
  leases,
  microTime,
  nameOf,
  type ObjectKey,
  type Outcome,
  type Stored,
} from "@millrace/kube";
import { type Place, statusOf } from "./fake-pod.ts";
import { nodes, type Pod, pods } from "./kinds.ts";

/** What a node does with pods. */
export interface Kubelet {
  /** A pod was scheduled: begins to run it. What its status is; whoever runs it writes what becomes of it. */
  begin(pod: Stored<Pod>, now: string): Promise<object>;
  /** Ends what runs of it. */
  end(pod: Stored<Pod>): Promise<void>;
}

const leaseSeconds = 40;
/** As kubelets do. */
const heartbeatMs = 10_000;
const capacity = { cpu: "1000", memory: "4Ti", pods: "2000", "ephemeral-storage": "10Ti" };

const timeOf = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");

/**
 * Nodes that run nothing, `fake-0` in `zone-0` and so on: pods that are scheduled to them turn Ready at once, and go at once when they
 * are deleted, unless a kubelet of the test's own does something with them. What somebody else then writes into a pod's status stays: a test may let a pod fail.
 */
export class FakeNodes implements Closeable {
  readonly #client: KubeClient;
  readonly #names: ReadonlySet<string>;
  readonly #opened = new Opened();
  readonly #pods: Informer<Pod>;
  readonly #controller: Controller;
  readonly #kubelet: Kubelet;

  private constructor(client: KubeClient, count: number, kubelet: Kubelet) {
    this.#client = client;
    this.#kubelet = kubelet;
    this.#names = new Set(Array.from({ length: count }, (_, at) => `fake-${at}`));
    const common = { clock: systemClock, random: systemRandom, logger: silentLogger };
    this.#pods = this.#opened.add(new Informer({ client, kind: pods, ...common }));
    const reconcile = async ([key = ""]: readonly ObjectKey[]): Promise<ReadonlyMap<ObjectKey, Outcome>> => {
      await this.#act(key);
      return new Map();
    };
    this.#controller = this.#opened.add(
      new Controller({ name: "fake nodes", reconcile, backOff: { firstMs: 50, lastMs: 1_000 }, ...common }),
    );
  }

  /** Resolves once the nodes are there and ready. Throws KubeRequestError. */
  static async open(client: KubeClient, count: number, kubelet: Kubelet = new IdleKubelet()): Promise<FakeNodes> {
    const fake = new FakeNodes(client, count, kubelet);
    let at = 0;
    for (const name of fake.#names) await fake.#addNode(name, `zone-${at++}`);
    fake.#pods.onChange(({ type, object }) => {
      if (type !== "removed" && fake.#names.has(object.spec.nodeName ?? "")) fake.#controller.add(keyOf(object.metadata));
    });
    fake.#opened.defer(systemClock.every(heartbeatMs, () => void fake.#renewLeases().catch(() => {}))); // the next one may do better
    await fake.#pods.start();
    fake.#controller.start();
    return fake;
  }

  close(): Promise<void> {
    return this.#opened.close();
  }

  async #addNode(name: string, zone: string): Promise<void> {
    const labels = { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "topology.kubernetes.io/zone": zone };
    const now = timeOf(systemClock.now());
    const isReady = { type: "Ready", status: "True", reason: "KubeletReady", lastHeartbeatTime: now, lastTransitionTime: now } as const;
    const addresses = [
      { type: "InternalIP", address: "127.0.0.1" },
      { type: "Hostname", address: name },
    ];
    await this.#client.create(nodes, { apiVersion: "v1", kind: "Node", metadata: { name, labels } });
    const status = { capacity, allocatable: capacity, conditions: [isReady], addresses };
    await this.#client.patch(nodes, { name }, { status }, { type: "strategic", subresource: "status" });
    await this.#renewLease(name);
  }

  async #renewLeases(): Promise<void> {
    await Promise.all([...this.#names].map((name) => this.#renewLease(name)));
  }

  async #renewLease(name: string): Promise<void> {
    const metadata = { name, namespace: "kube-node-lease" };
    const spec = { holderIdentity: name, leaseDurationSeconds: leaseSeconds, renewTime: microTime(systemClock.now()) };
    const lease = { apiVersion: leases.apiVersion, kind: leases.kind, metadata, spec };
    await this.#client.apply(leases, lease, { fieldManager: "fake-nodes", force: true });
  }

  async #act(key: ObjectKey): Promise<void> {
    const pod = this.#pods.cache.get(key);
    if (pod === undefined) return;
    const { deletionTimestamp, uid } = pod.metadata;
    if (deletionTimestamp !== undefined) {
      await this.#kubelet.end(pod);
      await this.#client.delete(pods, nameOf(key), { uid, gracePeriodSeconds: 0 });
    } else if (pod.status?.phase === "Pending" && pod.status.podIP === undefined) {
      const status = await this.#kubelet.begin(pod, timeOf(systemClock.now()));
      const patch = { metadata: { uid }, status };
      await this.#client.patch(pods, nameOf(key), patch, { type: "strategic", subresource: "status" });
    }
  }
}

/** Says of all pods that they run. */
class IdleKubelet implements Kubelet {
  #addresses = 0;

  async begin(pod: Pod, now: string): Promise<object> {
    const place: Place = { podIp: this.#nextAddress(), hostIp: "127.0.0.1", now };
    return statusOf(pod, place);
  }

  async end(): Promise<void> {
    // There is nothing that runs.
  }

  /** Addresses that lead nowhere (RFC 2544 sets them aside for benchmarks). */
  #nextAddress(): string {
    const at = this.#addresses++;
    return `198.${18 + ((at >> 16) & 1)}.${(at >> 8) & 255}.${at & 255}`;
  }
}
