import { execFile } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Closeable, Opened, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import { Controller, Informer, isConflict, type KubeClient, keyOf, nameOf, type ObjectKey, type Stored } from "@millrace/kube";
import { type Claim, claims, type Volume, volumes } from "./kinds.ts";

const provisioner = "millrace.test/local";
const provisionerOf = "volume.kubernetes.io/storage-provisioner";
const selectedNodeOf = "volume.kubernetes.io/selected-node";
const provisionedBy = "pv.kubernetes.io/provisioned-by";

const storageClasses = { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", plural: "storageclasses", namespaced: false } as const;
const storageClass = (name: string, annotations: Readonly<Record<string, string>> = {}) => ({
  apiVersion: storageClasses.apiVersion,
  kind: storageClasses.kind,
  metadata: { name, annotations },
  provisioner,
  volumeBindingMode: "WaitForFirstConsumer",
  allowVolumeExpansion: true,
});
const [local, network, bounded] = ["local", "network", "bounded"];

const run = promisify(execFile);

/** Sizes of claims as `mount` writes them: 2Gi is 2g there. */
const bytes = (quantity: string): string => quantity.replace(/i$/, "").toLowerCase();

const volumeNameOf = (claim: Stored<Claim>): string => `pvc-${claim.metadata.uid}`;

/**
 * The storage classes `local`, the default, and `network`: a folder for each claim, on the node that the scheduler chose for its first pod, or for all
 * nodes, since they are one machine. It obeys fsGroup, unlike Kubernetes' own hostPath provisioner, may grow, and goes with its claim. Sizes are written
 * down, not enforced, but those of the class `bounded`, whose volumes hold no more than that.
 */
export class Volumes implements Closeable {
  readonly #client: KubeClient;
  readonly #folder: string;
  readonly #opened = new Opened();
  /** Paths of volumes that hold no more than their size. */
  readonly #bounded = new Set<string>();
  readonly #claims: Informer<Claim>;
  readonly #volumes: Informer<Volume>;

  private constructor(client: KubeClient, folder: string) {
    this.#client = client;
    this.#folder = folder;
    const common = { client, clock: systemClock, random: systemRandom, logger: silentLogger };
    this.#claims = this.#opened.add(new Informer({ ...common, kind: claims }));
    this.#volumes = this.#opened.add(new Informer({ ...common, kind: volumes }));
  }

  /** Volumes are folders below `folder`, which has one for each node. Throws KubeRequestError. */
  static async open(client: KubeClient, folder: string): Promise<Volumes> {
    const opened = new Volumes(client, folder);
    await client.create(storageClasses, storageClass(local, { "storageclass.kubernetes.io/is-default-class": "true" }));
    for (const name of [network, bounded]) await client.create(storageClasses, storageClass(name));
    await opened.#start();
    return opened;
  }

  async close(): Promise<void> {
    await this.#opened.close();
    for (const path of this.#bounded) await this.#unbind(path);
  }

  async #start(): Promise<void> {
    const looksAfter = (name: string, act: (key: ObjectKey) => Promise<void>): Controller => {
      const reconcile = async ([key = ""]: readonly ObjectKey[]) => {
        await act(key);
        return new Map();
      };
      const common = { clock: systemClock, random: systemRandom, logger: silentLogger, backOff: { firstMs: 100, lastMs: 2_000 } };
      return this.#opened.add(new Controller({ name, reconcile, ...common }));
    };
    const ofClaims = looksAfter("claims", (key) => this.#provide(key));
    const ofVolumes = looksAfter("volumes", (key) => this.#remove(key));
    this.#claims.onChange(({ object }) => ofClaims.add(keyOf(object.metadata)));
    this.#volumes.onChange(({ object }) => ofVolumes.add(keyOf(object.metadata)));
    await Promise.all([this.#claims.start(), this.#volumes.start()]);
    ofClaims.start();
    ofVolumes.start();
  }

  async #provide(key: ObjectKey): Promise<void> {
    const claim = this.#claims.cache.get(key);
    if (claim === undefined || claim.metadata.deletionTimestamp !== undefined) return;
    const { annotations = {} } = claim.metadata;
    if (annotations[provisionerOf] !== provisioner) return;
    const volume = this.#volumes.cache.get(volumeNameOf(claim));
    const node = annotations[selectedNodeOf];
    if (claim.status?.phase === "Bound") {
      const isGrowing = claim.spec.resources.requests.storage !== claim.status.capacity?.storage;
      if (volume !== undefined && isGrowing) await this.#grow(claim, volume);
    } else if (volume === undefined && node !== undefined) await this.#create(claim, node);
  }

  async #create(claim: Stored<Claim>, node: string): Promise<void> {
    const { name, namespace, uid } = claim.metadata;
    const { accessModes, volumeMode, storageClassName, resources } = claim.spec;
    const isAnywhere = storageClassName === network;
    const path = join(this.#folder, isAnywhere ? network : node, volumeNameOf(claim));
    await mkdir(path, { recursive: true });
    if (storageClassName === bounded) await this.#bind(path, resources.requests.storage);
    const key = "kubernetes.io/hostname";
    const onNode = isAnywhere ? { key, operator: "Exists" } : { key, operator: "In", values: [node] };
    const spec = {
      ...{ accessModes, volumeMode, storageClassName, persistentVolumeReclaimPolicy: "Delete", local: { path } },
      capacity: { storage: resources.requests.storage },
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", name, namespace, uid },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [onNode] }] } },
    };
    const metadata = { name: volumeNameOf(claim), annotations: { [provisionedBy]: provisioner } };
    await this.#client.create(volumes, { apiVersion: "v1", kind: "PersistentVolume", metadata, spec }).catch((thrown: unknown) => {
      if (!isConflict(thrown)) throw thrown; // made already, by a look at the claim that this cache had not heard of
    });
  }

  async #grow(claim: Stored<Claim>, volume: Stored<Volume>): Promise<void> {
    const capacity = { storage: claim.spec.resources.requests.storage };
    const path = volume.spec.local?.path ?? "";
    if (this.#bounded.has(path)) await run("mount", ["-o", `remount,size=${bytes(capacity.storage)}`, path]);
    await this.#client.patch(volumes, volume.metadata, { spec: { capacity } }, { type: "merge" });
    const status = { capacity, conditions: null, allocatedResources: null, allocatedResourceStatuses: null };
    await this.#client.patch(claims, claim.metadata, { status }, { type: "merge", subresource: "status" });
  }

  async #remove(key: ObjectKey): Promise<void> {
    const volume = this.#volumes.cache.get(key);
    if (volume?.metadata.annotations?.[provisionedBy] !== provisioner || volume.status?.phase !== "Released") return;
    const { deletionTimestamp, uid } = volume.metadata;
    if (deletionTimestamp !== undefined || volume.spec.persistentVolumeReclaimPolicy !== "Delete") return;
    const path = volume.spec.local?.path;
    if (path !== undefined) {
      if (this.#bounded.has(path)) await this.#unbind(path);
      await rm(path, { recursive: true, force: true });
    }
    await this.#client.delete(volumes, nameOf(key), { uid });
  }

  async #bind(path: string, size: string): Promise<void> {
    await run("mount", ["-t", "tmpfs", "-o", `size=${bytes(size)}`, "tmpfs", path]);
    this.#bounded.add(path);
  }

  async #unbind(path: string): Promise<void> {
    this.#bounded.delete(path);
    await run("umount", ["--lazy", path]);
  }
}
