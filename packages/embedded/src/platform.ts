import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Faults } from "@millrace/broker";
import { diskFiles, type Files, makePrivateDirectory } from "@millrace/files";
import {
  addressText,
  type Clock,
  type Closeable,
  type Logger,
  type Opened,
  opening,
  type Random,
  systemClock,
  systemRandom,
} from "@millrace/kit";
import { type Platform as Declared, type Kafka, storageOf } from "@millrace/resources";
import { applyDeclared } from "./apply/apply.ts";
import { refuseExposure } from "./exposure.ts";
import { BrokerSetups } from "./kafka/broker-setups.ts";
import { EmbeddedBackend } from "./kafka/embedded-backend.ts";
import { RestartableBroker } from "./kafka/restartable-broker.ts";
import { openDeclaredApi } from "./kubernetes/declared-api.ts";
import type { KubernetesApi } from "./kubernetes/kubernetes-api.ts";
import { type RunningControllers, runControllers } from "./kubernetes/run-controllers.ts";
import type { TopicsOutcome, UsersOutcome } from "./kubernetes/settling.ts";
import { loopback } from "./listener-specs.ts";
import { LiveObservation } from "./observation/live-observation.ts";

export interface PlatformOptions {
  /** As `checkPlatform` gives it. */
  readonly platform: Declared;
  /** Where persistent storage goes. Ephemeral storage goes to a temporary directory, which is removed at the end. */
  readonly directory: string;
  /** The address to bind. Default 127.0.0.1. */
  readonly host?: string;
  /** Open to others, at an address that is not loopback, also what has no TLS or asks nobody who they are. */
  readonly allowInsecure?: boolean;
  /** Of the first listener; 0 takes a free one. Default: as declared. */
  readonly port?: number;
  /** Where metrics and health are told; 0 takes a free one. Default: 9404 if the Kafka declares metrics, else nowhere. */
  readonly metricsPort?: number;
  /** Of the Kubernetes API; 0 takes a free one. Default: that of the last start on the directory, or a free one if that is taken. */
  readonly kubernetesPort?: number;
  /** Default: as `host`. */
  readonly metricsHost?: string;
  /** Delete topics and users that files declared earlier and no longer declare. */
  readonly prune?: boolean;
  /** Where the directory is, whatever the storage. Default: on the disk. */
  readonly files?: Files;
  /** Of all listeners, in their order, and of the Kubernetes API. Default: as `port` and `kubernetesPort` say. */
  readonly ports?: { readonly listeners: readonly number[]; readonly kubernetes: number };
  readonly faults?: Faults;
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** A listener that clients can use. */
export interface Endpoint {
  readonly listener: string;
  readonly bootstrapServers: string;
}

/** Resources that run in this process. */
export interface Platform extends Closeable {
  readonly cluster: string;
  readonly clusterId: string;
  readonly endpoints: readonly Endpoint[];
  /** Where Prometheus finds the metrics; undefined if nobody asked for them. */
  readonly metricsUrl: string | undefined;
  /** Where the Kubernetes API is, and the path of a kubeconfig that leads there. */
  readonly kubernetes: Pick<KubernetesApi, "server" | "kubeconfig">;
  readonly storage: "persistent" | "ephemeral";
  readonly directory: string;
  /** What was done so that topics are as declared, and what could not be. */
  readonly topics: TopicsOutcome;
  /** The same for users. */
  readonly users: UsersOutcome;
}

const nodeId = 0;

/**
 * Runs a platform's resources in this process and brings its topics and users about. Resolves when all of it is ready. Throws what
 * `startBroker` throws, with everything closed again. A topic or user that is refused does not stop the others: see `failed`.
 */
export function startPlatform(options: PlatformOptions): Promise<Platform> {
  return opening((opened) => start(options, opened));
}

async function start(options: PlatformOptions, opened: Opened): Promise<Platform> {
  const { platform: declared, logger, clock = systemClock, random = systemRandom } = options;
  const { host = loopback, metricsHost = host, metricsPort } = options;
  const observation = opened.add(new LiveObservation({ host: metricsHost, port: metricsPort, logger }));
  const refuse = (kafka: Kafka): void => {
    if (options.allowInsecure !== true) refuseExposure({ kafka, host, metricsHost: observation.hostFor(kafka) });
  };
  refuse(declared.kafka);
  const { files = diskFiles } = options;
  const storage = storageOf(declared.nodePools);
  const directory = storage === "persistent" || options.files !== undefined ? options.directory : temporaryDirectory(opened);
  // Opened before the broker, which may take a while: until then it says that it is not ready.
  await observation.declare(declared.kafka);
  makePrivateDirectory(files, directory);
  const lock = files.lock(directory);
  opened.defer(() => lock.close());
  const { prune = false, port, ports } = options;
  const common = { files, directory, clock, random, logger };
  const openApi = once(() => openDeclaredApi({ ...common, declared, prune, port: ports?.kubernetes ?? options.kubernetesPort }, opened));
  const client = async () => (await openApi()).client;
  const setups = new BrokerSetups({ ...common, host: options.host, port, ports: ports?.listeners, client });
  const setup = await setups.of(declared, async () => (await openApi()).declaredFiles.kafka);
  let controllers: RunningControllers | undefined;
  const broker = opened.add(
    await RestartableBroker.start(
      {
        ...{ ...common, nodeId },
        ...(files === diskFiles ? { volume: () => volumeOf(directory) } : {}),
        ...(options.faults === undefined ? {} : { faults: options.faults }),
        onChange: (running) => observation.show(running, controllers),
      },
      setup,
    ),
  );
  opened.defer(() => observation.show(undefined));
  const api = await openApi();
  const setQuotas = (asked: Declared) => applyDeclared(asked, broker, { files, directory, clock, random });
  const backend = new EmbeddedBackend({
    ...{ client: api.client, declared, setup, broker, setups },
    ...{ storage, refuseExposure: refuse },
    observe: (kafka) => observation.declare(kafka),
    onTaken: setQuotas,
  });
  const [, ran] = await together(setQuotas(declared), runControllers({ ...common, ...api, declared, broker, backend }, opened));
  controllers = ran;
  observation.show(broker.broker, ran);
  return {
    cluster: declared.kafka.metadata.name,
    get clusterId() {
      return broker.clusterId;
    },
    get endpoints() {
      return endpointsOf(broker);
    },
    get metricsUrl() {
      return observation.metricsUrl;
    },
    kubernetes: { server: api.kubernetes.server, kubeconfig: api.kubernetes.kubeconfig },
    storage,
    directory,
    topics: ran.topics,
    users: ran.users,
    close: () => opened.close(),
  };
}

/** Does it when it is first asked for. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}

/** Both results; after a failure, too, only when both are done, so that what was opened is known. */
async function together<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

/** Doors are closed for a moment while the broker starts again. */
function endpointsOf({ broker }: RestartableBroker): readonly Endpoint[] {
  return (broker?.listeners ?? []).map(({ name, advertisedHost, advertisedPort }) => ({
    listener: name,
    bootstrapServers: addressText({ host: advertisedHost, port: advertisedPort }),
  }));
}

function temporaryDirectory(opened: Opened): string {
  const directory = mkdtempSync(join(tmpdir(), "millrace-"));
  opened.defer(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function volumeOf(directory: string): { totalBytes: number; usableBytes: number } {
  const { bsize, blocks, bavail } = statfsSync(directory);
  return { totalBytes: bsize * blocks, usableBytes: bsize * bavail };
}
