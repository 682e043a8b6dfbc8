import type { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig, KubernetesObject, KubernetesObjectApi } from "@kubernetes/client-node";
import { MillraceError, systemClock } from "@millrace/kit";
import type { Verdict } from "../../verdicts.ts";
import type { ApiServer } from "../api-server.ts";
import { kubeconfigOf } from "../api-server.ts";
import { Normaliser } from "../normalise.ts";

export type ClientNode = typeof import("@kubernetes/client-node");

/** A custom object, as far as cases look into it. */
export interface CustomObject extends KubernetesObject {
  readonly spec?: { readonly partitions?: number };
  readonly status?: { readonly topicName?: string };
}

export const topicsOf = (namespace: string) => ({ group: "kafka.strimzi.io", version: "v1", plural: "kafkatopics", namespace });

const waitMsMax = 30_000;

/** What one case has to work with: clients of `@kubernetes/client-node`, and what it has seen of them. */
export class Trial {
  readonly library: ClientNode;
  readonly config: KubeConfig;
  readonly server: ApiServer;
  readonly namespace: string;
  readonly objects: KubernetesObjectApi;
  readonly core: CoreV1Api;
  readonly custom: CustomObjectsApi;
  readonly #normaliser = new Normaliser();
  readonly #steps: Verdict[] = [];

  constructor(library: ClientNode, server: ApiServer, namespace: string) {
    this.library = library;
    this.server = server;
    this.namespace = namespace;
    this.config = this.configFor(server);
    this.objects = library.KubernetesObjectApi.makeApiClient(this.config);
    this.core = this.config.makeApiClient(library.CoreV1Api);
    this.custom = this.config.makeApiClient(library.CustomObjectsApi);
  }

  /** What leads to an API server. */
  configFor(access: Pick<ApiServer, "url" | "ca" | "token">): KubeConfig {
    const config = new this.library.KubeConfig();
    config.loadFromString(kubeconfigOf(access));
    return config;
  }

  get steps(): Verdict {
    return this.#steps;
  }

  /** Makes something part of the verdict. */
  see(what: string, value: unknown): void {
    this.#steps.push({ [what]: this.#normaliser.value(JSON.parse(JSON.stringify(value ?? null)) as Verdict) });
  }

  /** Makes part of the verdict what a call gave, or how it was refused. */
  async answered(what: string, call: Promise<unknown> | undefined): Promise<void> {
    this.see(what, await call?.catch((thrown: unknown) => this.refusal(thrown)));
  }

  /** What an exception says; it is thrown on if it says nothing of an API server. */
  refusal(thrown: unknown): Verdict {
    if (!(thrown instanceof this.library.ApiException)) throw thrown;
    const { code, body } = thrown as ApiException<unknown>;
    return { code, body: (typeof body === "string" && body.startsWith("{") ? JSON.parse(body) : body) as Verdict };
  }

  /** Waits for something that comes by itself. */
  async until(what: string, holds: () => boolean, seen: () => unknown): Promise<void> {
    const endMs = systemClock.monotonicMs() + waitMsMax;
    while (!holds()) {
      if (systemClock.monotonicMs() > endMs) throw new MillraceError("TIMED_OUT", `${what}: only ${JSON.stringify(seen())}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** A KafkaTopic that a case declares. */
export const topicOf = (namespace: string, name: string, partitions = 1): CustomObject => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "KafkaTopic",
  metadata: { name, namespace, labels: { "strimzi.io/cluster": "main" } },
  spec: { partitions },
});

/** A ConfigMap that a case declares. */
export const configMapOf = (namespace: string, name: string, data: Readonly<Record<string, string>> = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace },
  data,
});

/** A case of `@kubernetes/client-node`. */
export interface ClientNodeCase {
  readonly name: string;
  readonly alone?: boolean;
  run(trial: Trial): Promise<unknown>;
}
