import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Closeable } from "@millrace/kit";

interface Review {
  readonly spec: {
    readonly user?: string;
    readonly resourceAttributes?: {
      readonly verb: string;
      readonly group?: string;
      readonly resource: string;
      readonly subresource?: string;
    };
  };
}

/** A right as text: `patch kafkas.kafka.strimzi.io/status`, `get pods`. */
export const rightOf = (verb: string, group: string, resource: string): string => {
  const [plural = "", ...subresource] = resource.split("/");
  return `${verb} ${[group === "" ? plural : `${plural}.${group}`, ...subresource].join("/")}`;
};

/**
 * What accounts need of an API server: its authorizers ask here first, also for what one request needs beside its own verb (`bind` for a
 * binding, `create` for an apply that finds nothing). Nothing is decided here: that is left to RBAC.
 */
export class AskedRights implements Closeable {
  readonly #server: Server;
  readonly #byUser = new Map<string, Set<string>>();
  /** Flags of kube-apiserver. */
  readonly flags: readonly string[];

  private constructor(server: Server, file: string) {
    this.#server = server;
    this.flags = ["--authorization-mode=Webhook,RBAC", `--authorization-webhook-config-file=${file}`, "--authorization-webhook-version=v1"];
  }

  /** `folder`: where a file is put that tells kube-apiserver of it. */
  static async open(folder: string): Promise<AskedRights> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const file = join(folder, "authorizer");
    const clusters = [{ name: "authorizer", cluster: { server: `http://127.0.0.1:${port}` } }];
    const contexts = [{ name: "authorizer", context: { cluster: "authorizer", user: "" } }];
    await writeFile(file, JSON.stringify({ apiVersion: "v1", kind: "Config", clusters, contexts, "current-context": "authorizer" }));
    const asked = new AskedRights(server, file);
    server.on("request", async (request, response) => {
      asked.#note(JSON.parse(await text(request)) as Review);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ apiVersion: "authorization.k8s.io/v1", kind: "SubjectAccessReview", status: { allowed: false } }));
    });
    return asked;
  }

  /** Rights that somebody has needed so far. */
  of(user: string): ReadonlySet<string> {
    return this.#byUser.get(user) ?? new Set();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #note({ spec: { user = "", resourceAttributes } }: Review): void {
    if (resourceAttributes === undefined) return;
    const { verb, group = "", resource, subresource } = resourceAttributes;
    const rights = this.#byUser.get(user) ?? new Set();
    this.#byUser.set(user, rights);
    rights.add(rightOf(verb, group, subresource === undefined ? resource : `${resource}/${subresource}`));
  }
}
