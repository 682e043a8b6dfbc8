import type { Clock } from "@millrace/kit";
import type { ApiRequest, ApiResponse } from "../api.ts";
import { jsonText } from "../json-text.ts";
import type { ResourceKind } from "../kinds/kind.ts";
import { apiVersionOf } from "../kinds/table.ts";
import type { JsonObject, KubeObject } from "../objects.ts";
import type { FieldError } from "../status/field-error.ts";
import { expired, invalid } from "../status/refusals.ts";
import { StatusError } from "../status/status.ts";
import type { StoreEvent } from "../store/history.ts";
import type { Store } from "../store/store.ts";
import { render } from "../table/render.ts";
import { type Selection, selection, tooLarge, unparsedRevision } from "./list.ts";
import { type OutputForm, outputForm } from "./negotiate.ts";
import { flagOption, numberOption } from "./options.ts";
import type { Parts } from "./parts.ts";
import { keyOf, type Target } from "./route.ts";

/** A line of a watch. */
interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: KubeObject | JsonObject;
}

interface Watch {
  readonly store: Store;
  readonly clock: Clock;
  readonly kind: ResourceKind;
  readonly namespace: string | undefined;
  readonly chosen: Selection;
  readonly bookmarks: boolean;
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
}

const bookmarkPeriodMs = 60_000;
/** Without a time limit of its own a watch ends after half an hour to an hour, so that clients come back spread out. */
const defaultTimeoutMs = 1_800_000;

/** Tells what happens, a line of JSON for each, until the client goes or the time is over. */
export async function watch(parts: Parts, request: ApiRequest, target: Target): Promise<ApiResponse> {
  const { store, clock, random } = parts;
  const { query } = request;
  const form = watchForm(request);
  refuseWatchOptions(query);
  const sendInitial = flagOption(query, "sendInitialEvents");
  const version = query.get("resourceVersion") ?? "";
  if (!/^\d*$/.test(version)) throw new StatusError(500, undefined, unparsedRevision(version));
  const revision = version === "" || version === "0" ? undefined : Number(version);
  // Watches tell only by an event that the version of what there is to be is still to come.
  const early =
    revision !== undefined && sendInitial === true && revision > store.revision ? tooLarge(revision, store.revision) : undefined;
  const timeoutSeconds = numberOption(query, "timeoutSeconds");
  const lengthMs =
    timeoutSeconds === undefined || timeoutSeconds <= 0 ? defaultTimeoutMs + random.below(defaultTimeoutMs) : timeoutSeconds * 1000;
  const bookmarks = flagOption(query, "allowWatchBookmarks") === true;
  const from = sendInitial === true ? undefined : sendInitial === false && revision === undefined ? store.revision : revision;
  await store.durable();
  const watched: Watch = {
    store,
    clock,
    kind: target.kind,
    namespace: target.namespace,
    chosen: selection(request, target),
    bookmarks,
    deadlineMs: clock.monotonicMs() + lengthMs,
    signal: request.signal,
  };
  // What there is now, even if it is read only later.
  const position = from ?? store.revision;
  const initial = from === undefined ? initialEvents(watched, sendInitial === true && bookmarks ? position : undefined) : [];
  const events = early === undefined ? watchEvents(watched, initial, position) : endingWith(early);
  const headers = { "content-type": "application/json", "cache-control": "no-cache, private" };
  return { status: 200, headers, body: lines(events, target.kind, form, query, clock) };
}

function watchForm(request: ApiRequest): OutputForm {
  const accept = request.headers.accept?.replaceAll(/;\s*stream=watch/g, "");
  return outputForm(accept, request.query, request.headers["user-agent"]);
}

async function* lines(
  events: AsyncIterable<WatchEvent>,
  kind: ResourceKind,
  form: OutputForm,
  query: URLSearchParams,
  clock: Clock,
): AsyncGenerator<Buffer> {
  let headed = false;
  for await (const { type, object } of events) {
    let shown: JsonObject = object;
    if (type !== "ERROR") {
      shown = await render({ objects: [object as KubeObject] }, kind, form, query, clock.now());
      // Only the first table of a watch says what its columns are.
      if (form.as === "Table" && headed) shown = { ...shown, columnDefinitions: null };
      headed = true;
    }
    yield Buffer.from(`${jsonText({ type, object: shown })}\n`);
  }
}

async function* endingWith({ status }: StatusError): AsyncGenerator<WatchEvent> {
  yield { type: "ERROR", object: status };
}

async function* watchEvents(watch: Watch, initial: readonly WatchEvent[], from: number): AsyncGenerator<WatchEvent> {
  const { store, clock, kind } = watch;
  let position = from;
  yield* initial;
  let markAtMs = clock.monotonicMs() + bookmarkPeriodMs;
  for (;;) {
    const oldest = oldestFor(kind, store);
    const events = position < oldest ? undefined : store.history.since(position);
    if (events === undefined) {
      yield* endingWith(expired(`too old resource version: ${position} (${oldest})`));
      return;
    }
    yield* events.flatMap((event) => tell(event, watch) ?? []);
    position = events.at(-1)?.revision ?? position;
    const now = clock.monotonicMs();
    if (watch.bookmarks && now >= markAtMs) {
      yield bookmark(kind, position);
      markAtMs = now + bookmarkPeriodMs;
    }
    if (now >= watch.deadlineMs || watch.signal?.aborted === true) return;
    const untilMs = watch.bookmarks ? Math.min(watch.deadlineMs, markAtMs) : watch.deadlineMs;
    if (store.history.since(position)?.length === 0) await nextEvent(watch, untilMs - now);
  }
}

/** Kinds that definitions bring are known to a server only after it has begun: of what was before, nobody can be told for them. */
function oldestFor({ custom }: ResourceKind, { history, openedAt }: Store): number {
  return custom ? Math.max(history.oldest, openedAt) : history.oldest;
}

/** What there is; after it, if `endsAt` is given, a bookmark that says so. */
function initialEvents({ store, kind, namespace, chosen }: Watch, endsAt: number | undefined): WatchEvent[] {
  const objects = store.entries(kind.bucket, namespace).map(([, object]) => kind.conversion?.fromStored(object) ?? object);
  const added = objects.filter(chosen.matches).map((object): WatchEvent => ({ type: "ADDED", object }));
  return endsAt === undefined ? added : [...added, bookmark(kind, endsAt, { "k8s.io/initial-events-end": "true" })];
}

/** What an event is for somebody who sees only some of the objects. */
function tell({ bucket, key, object, previous, removed }: StoreEvent, { kind, namespace, chosen }: Watch): WatchEvent | undefined {
  if (bucket !== kind.bucket || (namespace !== undefined && !key.startsWith(keyOf(namespace, "")))) return undefined;
  const form = kind.conversion?.fromStored ?? ((stored: KubeObject) => stored);
  const now = form(object);
  const before = previous === undefined ? undefined : form(previous);
  const sees = !removed && chosen.matches(now);
  const saw = before !== undefined && chosen.matches(before);
  if (sees) return { type: saw ? "MODIFIED" : "ADDED", object: now };
  if (!saw || before === undefined) return undefined;
  // What goes out of sight is shown as it was last seen, with the version of what happened.
  const metadata = {
    ...before.metadata,
    ...(now.metadata.resourceVersion === undefined ? {} : { resourceVersion: now.metadata.resourceVersion }),
  };
  return { type: "DELETED", object: removed ? now : { ...before, metadata } };
}

function bookmark(kind: ResourceKind, revision: number, annotations?: Readonly<Record<string, string>>): WatchEvent {
  const metadata = { resourceVersion: String(revision), ...(annotations === undefined ? {} : { annotations }) };
  return { type: "BOOKMARK", object: { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata } };
}

function nextEvent({ store, clock, signal }: Watch, waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      forget();
      cancel();
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const forget = store.history.onNext(done);
    const cancel = clock.after(waitMs, done);
    signal?.addEventListener("abort", done);
  });
}

function refuseWatchOptions(query: URLSearchParams): void {
  const errors: FieldError[] = [];
  const match = query.get("resourceVersionMatch") ?? "";
  const forbid = (detail: string) => errors.push({ type: "FieldValueForbidden", field: "resourceVersionMatch", detail });
  const sendsInitial = query.has("sendInitialEvents");
  if (sendsInitial && match !== "NotOlderThan") forbid("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
  if (match !== "") {
    if (!sendsInitial) forbid("resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
    if (match !== "NotOlderThan") {
      errors.push({
        type: "FieldValueNotSupported",
        field: "resourceVersionMatch",
        value: match,
        detail: 'supported values: "NotOlderThan"',
      });
    }
  }
  if (query.get("continue")) forbid("resourceVersionMatch is forbidden when continue is provided");
  if (errors.length > 0) throw invalid({ group: "meta.k8s.io", name: "ListOptions" }, "", errors);
}
