import type { ApiRequest, ApiResponse } from "../api.ts";
import type { ResourceKind } from "../kinds/kind.ts";
import type { JsonObject, KubeObject } from "../objects.ts";
import { type FieldSelector, fieldSelector } from "../selectors/field-selector.ts";
import { type LabelSelector, labelSelector } from "../selectors/label-selector.ts";
import type { FieldError } from "../status/field-error.ts";
import { badRequest, expired, invalid } from "../status/refusals.ts";
import { StatusError } from "../status/status.ts";
import { render } from "../table/render.ts";
import { type Continue, readContinue, writeContinue } from "./continue.ts";
import { outputForm } from "./negotiate.ts";
import { numberOption } from "./options.ts";
import type { Parts } from "./parts.ts";
import { answer } from "./respond.ts";
import type { Target } from "./route.ts";

/** Which objects a request is about. */
export interface Selection {
  readonly matches: (object: KubeObject) => boolean;
  readonly selectsAll: boolean;
}

/** Reads the selectors of a list, a watch or a deletion of many. */
export function selection({ query }: ApiRequest, { kind, name }: Target): Selection {
  const labelText = query.get("labelSelector") ?? "";
  const labels: LabelSelector = labelSelector(labelText);
  const fields: FieldSelector = fieldSelector(query.get("fieldSelector") ?? "", kind);
  return {
    matches: (object) => labels(object) && fields.matches(object) && (name === undefined || object.metadata.name === name),
    selectsAll: labelText.trim() === "" && fields.isEmpty && name === undefined,
  };
}

/** Some of what is stored, as of one revision. */
export interface Page {
  readonly objects: readonly KubeObject[];
  readonly metadata: JsonObject;
}

export async function list(parts: Parts, request: ApiRequest, target: Target): Promise<ApiResponse> {
  const form = outputForm(request.headers.accept, request.query, request.headers["user-agent"]);
  const { objects, metadata } = await readPage(parts, request, target);
  const shown = await render({ objects, list: metadata }, target.kind, form, request.query, parts.clock.now());
  return answer(200, shown, form);
}

/** Reads what a list asks for, durable when it is told. */
export async function readPage(parts: Parts, request: ApiRequest, target: Target): Promise<Page> {
  const { store } = parts;
  const { kind, namespace } = target;
  const { query } = request;
  refuseListOptions(query);
  const chosen = selection(request, target);
  numberOption(query, "timeoutSeconds");
  const limit = numberOption(query, "limit") ?? 0;
  const token = query.get("continue") ?? "";
  const from = token === "" ? undefined : readContinue(token);
  const revision = revisionOf(query, from, store.revision);
  const stored = revision === undefined ? store.entries(kind.bucket, namespace) : store.entriesAt(revision, kind.bucket, namespace);
  if (stored === undefined) throw from === undefined ? expired(tooOld) : expiredContinue(from);
  const at = revision ?? store.revision;
  const { found, next, remaining } = cut(stored, kind, chosen, from?.startKey, limit);
  await store.durable();
  return {
    objects: found,
    metadata: {
      resourceVersion: String(at),
      ...(next === undefined ? {} : { continue: writeContinue({ revision: at, startKey: `${next}\u0000` }) }),
      ...(next === undefined || !chosen.selectsAll ? {} : { remainingItemCount: remaining }),
    },
  };
}

/** The next `limit` that match; `next` is the key of the last one if there are more. */
function cut(
  stored: ReadonlyArray<readonly [string, KubeObject]>,
  kind: ResourceKind,
  { matches }: Selection,
  startKey: string | undefined,
  limit: number,
): { readonly found: KubeObject[]; readonly next: string | undefined; readonly remaining: number } {
  const found: KubeObject[] = [];
  const rest = startKey === undefined ? stored : stored.filter(([key]) => `${key}`.replace(/^\//, "") >= startKey);
  let lastKey: string | undefined;
  for (const [index, [key, object]] of rest.entries()) {
    const shown = kind.conversion?.fromStored(object) ?? object;
    if (!matches(shown)) continue;
    if (limit > 0 && found.length === limit) {
      return { found, next: lastKey, remaining: rest.length - index };
    }
    found.push(shown);
    lastKey = key.replace(/^\//, "");
  }
  return { found, next: undefined, remaining: 0 };
}

/** Of what revision a list is to be; undefined: the latest. */
function revisionOf(query: URLSearchParams, from: Continue | undefined, latest: number): number | undefined {
  const text = query.get("resourceVersion") ?? "";
  if (from !== undefined) {
    if (text !== "" && text !== "0") throw badRequest("specifying resource version is not allowed when using continue");
    return from.revision < 0 ? undefined : from.revision;
  }
  if (text === "" || text === "0") return undefined;
  const revision = parseRevision(text);
  if (revision > latest) throw tooLarge(revision, latest);
  // Without `Exact`, what is newer will do.
  return query.get("resourceVersionMatch") === "Exact" ? revision : undefined;
}

function parseRevision(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw badRequest(`invalid resource version: ${unparsedRevision(text)}`);
}

export function unparsedRevision(text: string): string {
  const quoted = JSON.stringify(text);
  return `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`;
}

export function tooLarge(revision: number, latest: number): StatusError {
  const message = `Timeout: Too large resource version: ${revision}, current: ${latest}`;
  const causes = [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }];
  return new StatusError(504, "Timeout", message, { causes, retryAfterSeconds: 1 });
}

const tooOld = "The resourceVersion for the provided list is too old.";
const tooOldContinue =
  "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

/** The rest can still be had, as it is now. */
function expiredContinue({ startKey }: Continue): StatusError {
  return expired(tooOldContinue, { continue: writeContinue({ revision: -1, startKey }) });
}

function refuseListOptions(query: URLSearchParams): void {
  const errors: FieldError[] = [];
  const match = query.get("resourceVersionMatch") ?? "";
  const version = query.get("resourceVersion") ?? "";
  const forbid = (field: string, detail: string) => errors.push({ type: "FieldValueForbidden", field, detail });
  if (match !== "") {
    if (version === "") forbid("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided");
    if (query.get("continue")) forbid("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided");
    if (match !== "Exact" && match !== "NotOlderThan") {
      const detail = 'supported values: "Exact", "NotOlderThan", ""';
      errors.push({ type: "FieldValueNotSupported", field: "resourceVersionMatch", value: match, detail });
    }
    if (match === "Exact" && version === "0")
      forbid("resourceVersionMatch", 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  }
  if (query.has("sendInitialEvents")) forbid("sendInitialEvents", "sendInitialEvents is forbidden for list");
  if (errors.length > 0) throw invalid({ group: "meta.k8s.io", name: "ListOptions" }, "", errors);
}
