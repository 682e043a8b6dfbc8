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
import { firstNamespace } from "./kinds/builtin/namespaces.ts";
import { definitionObjects } from "./kinds/definition-objects.ts";
import { KindTable } from "./kinds/table.ts";
import { lateLifecycle } from "./lifecycle/late-lifecycle.ts";
import { type Parts, timestamp } from "./rest/parts.ts";
import { plainText, refusal } from "./rest/respond.ts";
import { keyOf, type Target, targetOf } from "./rest/route.ts";
import { entityTooLarge, internalError, missing, unauthorized } from "./status/refusals.ts";
import { NowhereError, StatusError } from "./status/status.ts";
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
  /** What answers requests is loaded with the first one. */
  #verbs: Promise<typeof import("./rest/verbs.ts")> | undefined;
  #discovery: Promise<typeof import("./discovery/discovery.ts")> | undefined;

  private constructor(parts: Parts, opened: Opened) {
    this.#parts = parts;
    this.#opened = opened;
  }

  /** Opens what is stored in `directory`, or begins there with empty namespaces. */
  static open(options: ApiServerOptions): Promise<ApiServer> {
    return opening(async (opened) => {
      const { clock = systemClock, random = systemRandom, logger = silentLogger } = options;
      const namespaces = () => firstNamespaces.map((name) => firstNamespace(name, random.memberSuffix(), timestamp(clock)));
      const store = opened.add(await Store.open(options.files, options.directory, namespaces));
      const parts: Parts = { store, kinds: new KindTable(), clock, random, logger };
      provideDefinitions(parts);
      opened.add(lateLifecycle(parts));
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
    const target = request.user === undefined ? undefined : targetOf(request.path, kinds);
    if (isImpersonating(request)) return this.#answerAs(request, target, warnings);
    return this.#answerKnown(request, target, warnings);
  }

  /** For somebody else than who asks: only as far as he may. */
  async #answerAs(request: ApiRequest, target: Target | undefined, warnings: string[]): Promise<ApiResponse> {
    const { impersonated, refuseUnlessAllowed } = await import("./access/index.ts");
    const user = impersonated(request);
    refuseUnlessAllowed(user, request, target);
    return this.#answerKnown({ ...request, user }, target, warnings);
  }

  async #answerKnown(request: ApiRequest, target: Target | undefined, warnings: string[]): Promise<ApiResponse> {
    const { kinds } = this.#parts;
    if (target !== undefined) {
      if ((request.body?.length ?? 0) > bodyBytesMax) throw entityTooLarge(bodyBytesMax);
      this.#verbs ??= import("./rest/verbs.ts");
      return (await this.#verbs).act(this.#parts, request, target, warnings);
    }
    this.#discovery ??= import("./discovery/discovery.ts");
    const { discover, publicAnswer } = await this.#discovery;
    const open = publicAnswer(request);
    if (open !== undefined) return open;
    if (request.user === undefined) throw unauthorized();
    const found = discover(request, kinds) ?? (await rare(request, this.#parts));
    if (found !== undefined) return found;
    if (isServed(request.path, kinds)) throw missing();
    return plainText(404, "404 page not found\n");
  }

  close(): Promise<void> {
    return this.#opened.close();
  }
}

const isImpersonating = ({ headers, user }: ApiRequest): boolean =>
  user !== undefined && Object.keys(headers).some((header) => header.startsWith("impersonate-"));

/** What few ask for is loaded when somebody does. */
async function rare(request: ApiRequest, { kinds, clock }: Parts): Promise<ApiResponse | undefined> {
  if (request.path.startsWith("/openapi/")) return (await import("./discovery/open-api.ts")).openApi(request, kinds);
  return (await import("./reviews/reviews.ts")).review(request, clock);
}

/** Whether a path is below a group of built-in kinds, which refuse in another form than custom ones. */
function isServed(path: string, kinds: KindTable): boolean {
  if (/^\/api\/./.test(path)) return true;
  return kinds.all.some(({ group, version, custom }) => {
    const root = group === "" ? `/api/${version}/` : `/apis/${group}/${version}/`;
    return !custom && path.startsWith(root);
  });
}

function provideDefinitions({ store, kinds }: Parts): void {
  const since = store.get("namespaces", keyOf("", "default"))?.metadata.creationTimestamp ?? "";
  store.provide("customresourcedefinitions", () => definitionObjects(kinds, since));
}
