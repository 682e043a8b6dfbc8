import type { Files } from "@millrace/files";
import {
  type Clock,
  type Closeable,
  type Logger,
  messageOf,
  type Opened,
  opening,
  type Random,
  silentLogger,
  systemClock,
  systemRandom,
} from "@millrace/kit";
import type { ApiRequest, ApiResponse } from "./api.ts";
import { discover, publicAnswer } from "./discovery/discovery.ts";
import { KindTable } from "./kinds/table.ts";
import { Lifecycle } from "./lifecycle/lifecycle.ts";
import type { KubeObject } from "./objects.ts";
import { createObject } from "./rest/create-object.ts";
import type { Parts } from "./rest/parts.ts";
import { plainText, refusal } from "./rest/respond.ts";
import { keyOf, targetOf } from "./rest/route.ts";
import { act, missing, NowhereError } from "./rest/verbs.ts";
import { entityTooLarge, internalError, unauthorized } from "./status/refusals.ts";
import { StatusError } from "./status/status.ts";
import { Store } from "./store/store.ts";

export interface ApiServerOptions {
  readonly files: Files;
  /** Where resources are kept. */
  readonly directory: string;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly logger?: Logger;
}

/** The most that a request's body may hold. */
export const bodyBytesMax = 3 * 1024 * 1024;
const firstNamespaces: readonly string[] = ["default", "kube-system"];

/** The embedded Kubernetes API: answers requests, wherever they come from. */
export class ApiServer implements Closeable {
  readonly #parts: Parts;
  readonly #opened: Opened;

  private constructor(parts: Parts, opened: Opened) {
    this.#parts = parts;
    this.#opened = opened;
  }

  /** Opens what is stored in `directory`, or begins there with empty namespaces. */
  static open(options: ApiServerOptions): Promise<ApiServer> {
    return opening(async (opened) => {
      const { clock = systemClock, random = systemRandom, logger = silentLogger } = options;
      const store = opened.add(await Store.open(options.files, options.directory));
      const parts: Parts = { store, kinds: new KindTable(), clock, random, logger };
      await makeNamespaces(parts);
      await provideDefinitions(parts);
      opened.add(new Lifecycle(parts));
      return new ApiServer(parts, opened);
    });
  }

  /** Answers a request; never throws. */
  async handle(request: ApiRequest): Promise<ApiResponse> {
    const warnings: string[] = [];
    try {
      return await this.#answer(request, warnings);
    } catch (failure) {
      if (failure instanceof StatusError) return refusal(failure, request, warnings);
      if (failure instanceof NowhereError) return plainText(404, "404 page not found\n");
      this.#parts.logger.error("a request to the Kubernetes API failed", {
        method: request.method,
        path: request.path,
        error: messageOf(failure),
      });
      return refusal(internalError(messageOf(failure)), request, warnings);
    }
  }

  async #answer(request: ApiRequest, warnings: string[]): Promise<ApiResponse> {
    const { kinds } = this.#parts;
    // Who says who he is has to be right about it, also where nobody has to say so.
    if (request.user === undefined && /\S+\s+\S/.test(request.headers.authorization ?? "")) throw unauthorized();
    const open = publicAnswer(request);
    if (open !== undefined) return open;
    if (request.user === undefined) throw unauthorized();
    if ((request.body?.length ?? 0) > bodyBytesMax) throw entityTooLarge(bodyBytesMax);
    const target = targetOf(request.path, kinds);
    if (target !== undefined) return act(this.#parts, request, target, warnings);
    const found = discover(request, kinds) ?? (await rare(request, kinds));
    if (found !== undefined) return found;
    if (isServed(request.path, kinds)) throw missing();
    return plainText(404, "404 page not found\n");
  }

  close(): Promise<void> {
    return this.#opened.close();
  }
}

/** What few ask for is loaded when somebody does. */
async function rare(request: ApiRequest, kinds: KindTable): Promise<ApiResponse | undefined> {
  if (request.path.startsWith("/openapi/")) return (await import("./discovery/open-api.ts")).openApi(request, kinds);
  return (await import("./reviews/reviews.ts")).review(request);
}

/** Whether a path is below a group of built-in kinds, which refuse in another form than custom ones. */
function isServed(path: string, kinds: KindTable): boolean {
  if (/^\/api\/./.test(path)) return true;
  return kinds.all.some(({ group, version, custom }) => {
    const root = group === "" ? `/api/${version}/` : `/apis/${group}/${version}/`;
    return !custom && path.startsWith(root);
  });
}

async function makeNamespaces(parts: Parts): Promise<void> {
  const kind = parts.kinds.byPath("", "v1", "namespaces");
  if (kind === undefined) return;
  const options = { dryRun: false, manager: "millrace", managerGiven: true, fieldValidation: "Ignore", force: false } as const;
  const absent = firstNamespaces.filter((name) => parts.store.get("namespaces", keyOf("", name)) === undefined);
  await Promise.all(
    absent.map((name) => {
      const namespace: KubeObject = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
      return createObject(parts, { kind, namespace: undefined, name: undefined, subresource: "" }, namespace, options, (object) => object);
    }),
  );
}

async function provideDefinitions({ store, kinds }: Parts): Promise<void> {
  const { definitionObjects } = await import("./kinds/definition-objects.ts");
  const since = store.get("namespaces", keyOf("", "default"))?.metadata.creationTimestamp ?? "";
  store.provide("customresourcedefinitions", () => definitionObjects(kinds, since));
}
