import { type Fault, type FaultRule, Faults } from "@millrace/broker";
import { diskFiles, type Files, MemoryFiles, readFile } from "@millrace/files";
import { jsonLogger, type Logger, MillraceError, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import type { Platform as Declared } from "@millrace/resources";
import type { ClientAccess } from "../access.ts";
import { clientAccess } from "../client-access.ts";
import { type Platform as Running, startPlatform as run } from "../platform.ts";
import { AdjustableClock, type PlatformClock } from "./adjustable-clock.ts";
import { emptyDirectory } from "./emptied.ts";
import { type PlatformResource, platformOf } from "./given-resources.ts";

export interface StartOptions {
  /** Strimzi's resources. Without a `Kafka` among them there is one with one node and one plain listener. */
  readonly resources?: readonly PlatformResource[];
  /** Where all of it is kept, from one start to the next. Default: in memory only. */
  readonly directory?: string;
  /** Port of the Kubernetes API. Default: a free one. */
  readonly kubernetesPort?: number;
  /** What time it is at the start. Default: as the machine says. */
  readonly now?: Date | number;
  /** Takes lines of JSON about what goes on, at least of the level. Default: nobody does. */
  readonly log?: { readonly level: "debug" | "info" | "warn" | "error"; readonly write: (line: string) => void };
}

/** A listener that clients can use. */
export interface PlatformListener {
  /** As Kafka calls it: `PLAIN-9092` for the listener `plain` with the declared port 9092. */
  readonly name: string;
  readonly bootstrapServers: string;
}

/** What is to go wrong. */
export interface PlatformFaults {
  /** Throws CONFIG_INVALID for a rule that makes no sense. */
  add(rule: FaultRule): Fault;
  /** Nothing goes wrong any more. */
  clear(): void;
}

export interface UserAccessOptions {
  /** The declared listener's name. Default: the first that takes the user. */
  readonly listener?: string;
}

/** A platform that runs in this process. */
export interface Platform {
  readonly clusterId: string;
  /** Of the first listener: `127.0.0.1:40001`. */
  readonly bootstrapServers: string;
  readonly listeners: readonly PlatformListener[];
  readonly kubernetes: {
    /** `https://127.0.0.1:40002`. */
    readonly server: string;
    /** The content of a kubeconfig that leads there. */
    readonly kubeconfig: string;
  };
  readonly clock: PlatformClock;
  readonly faults: PlatformFaults;
  /** What a client needs to log in as a declared KafkaUser. Throws NOT_FOUND. */
  user(name: string, options?: UserAccessOptions): ClientAccess;
  /**
   * Makes it empty again: topics as declared, no records, groups or transactions, no faults; the same addresses, credentials and cluster id.
   * Connections end; time stays where it is.
   */
  reset(): Promise<void>;
  /** Ends it. Nothing stays behind but the directory, if one was given. */
  stop(): Promise<void>;
}

const memoryDirectory = "millrace";

/**
 * Starts a platform on free ports of loopback; resolves when all that is declared is there. Throws RESOURCES_INVALID, with everything that is
 * wrong, also for a topic or a user that can't be brought about.
 */
export async function startPlatform(options: StartOptions = {}): Promise<Platform> {
  const declared = platformOf(options.resources ?? []);
  const stage = new Stage(declared, options);
  const first = await stage.start();
  const { clusterId, endpoints } = first;
  const [{ bootstrapServers } = { bootstrapServers: "" }] = endpoints;
  return {
    clusterId,
    bootstrapServers,
    listeners: endpoints.map(({ listener, bootstrapServers: servers }) => ({ name: listener, bootstrapServers: servers })),
    kubernetes: { server: first.kubernetes.server, kubeconfig: readFile(stage.files, first.kubernetes.kubeconfig).toString() },
    clock: stage.clock,
    faults: stage.faults,
    user: (name, asked) => stage.access(name, asked),
    reset: () => stage.reset(),
    stop: () => stage.stop(),
  };
}

/** What stays while platforms come and go on it. */
class Stage {
  readonly files: Files;
  readonly clock: AdjustableClock;
  readonly faults = new Faults(systemRandom);
  readonly #declared: Declared;
  readonly #directory: string;
  readonly #logger: Logger;
  #running: Running | undefined;
  #ports: { readonly listeners: readonly number[]; readonly kubernetes: number };
  #turn: Promise<void> = Promise.resolve();

  constructor(declared: Declared, { directory, kubernetesPort = 0, now, log }: StartOptions) {
    this.#declared = declared;
    this.clock = new AdjustableClock(systemClock, now === undefined ? undefined : Number(now));
    this.files = directory === undefined ? new MemoryFiles(this.clock) : diskFiles;
    this.#directory = directory ?? memoryDirectory;
    this.#logger = log === undefined ? silentLogger : jsonLogger({ ...log, now: () => this.clock.now() });
    this.#ports = { listeners: declared.kafka.spec.kafka.listeners.map(() => 0), kubernetes: kubernetesPort };
  }

  async start(): Promise<Running> {
    const { files, clock, faults } = this;
    try {
      const place = { files, directory: this.#directory, ports: this.#ports };
      const running = await run({ platform: this.#declared, ...place, clock, faults, logger: this.#logger });
      this.#running = running;
      refuseIncomplete(running);
      this.#ports = {
        listeners: running.endpoints.map(({ bootstrapServers }) => portOf(bootstrapServers)),
        kubernetes: portOf(running.kubernetes.server),
      };
      return running;
    } catch (failure) {
      await this.#end();
      throw failure;
    }
  }

  access(user: string, { listener }: UserAccessOptions = {}): ClientAccess {
    const { listeners } = this.#declared.kafka.spec.kafka;
    return clientAccess(this.#declared, {
      user,
      directory: this.#directory,
      files: this.files,
      ...(listener === undefined ? {} : { listener }),
      bootstrapServersOf: (found) => this.#running?.endpoints[listeners.indexOf(found)]?.bootstrapServers,
    });
  }

  reset(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#running === undefined) throw new MillraceError("USAGE", "a platform that has stopped can't be reset");
      this.faults.clear();
      await this.#running.close();
      this.#running = undefined;
      await emptyDirectory(this.files, this.#directory, this.#declared);
      await this.start();
    });
  }

  stop(): Promise<void> {
    return this.#inTurn(() => this.#end());
  }

  async #end(): Promise<void> {
    await this.#running?.close();
    this.#running = undefined;
    this.clock.close();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}

function refuseIncomplete({ topics, users }: Running): void {
  const failed = [
    ...topics.failed.map(({ topic, reason, message }) => `KafkaTopic ${topic}: ${reason}: ${message}`),
    ...users.failed.map(({ user, reason, message }) => `user ${user}: ${reason}: ${message}`),
  ];
  if (failed.length > 0) throw new MillraceError("RESOURCES_INVALID", failed.join("\n"));
}

const portOf = (address: string): number => Number(address.slice(address.lastIndexOf(":") + 1));
