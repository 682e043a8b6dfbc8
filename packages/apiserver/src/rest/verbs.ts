import type { ApiRequest, ApiResponse } from "../api.ts";
import { resourceName } from "../kinds/table.ts";
import { finalizerWarnings } from "../metadata/validate-metadata.ts";
import type { KubeObject } from "../objects.ts";
import { badRequest, methodNotAllowed, missing, notFound } from "../status/refusals.ts";
import { NowhereError, StatusError } from "../status/status.ts";
import { render } from "../table/render.ts";
import { createObject } from "./create-object.ts";
import { deleteObject, deleteOptions } from "./delete.ts";
import { complain, fitToSchema, refuseUnknown } from "./field-rules.ts";
import { list, readPage, tooLarge, unparsedRevision } from "./list.ts";
import { outputForm, refuseUnroutable } from "./negotiate.ts";
import { flagOption, type WriteOptions, writeOptions } from "./options.ts";
import type { Parts } from "./parts.ts";
import { OtherVersion, readObject } from "./read-object.ts";
import { answer } from "./respond.ts";
import { keyOf, type Target } from "./route.ts";
import { readScale, scaleOf, withScale } from "./scale.ts";
import { tracked } from "./tracking.ts";
import { updateObject } from "./update-object.ts";
import { watch } from "./watch.ts";

type Verb = "get" | "list" | "watch" | "create" | "update" | "patch" | "delete" | "deletecollection";
type Act = (parts: Parts, request: ApiRequest, target: Target, warnings: string[]) => Promise<ApiResponse>;

const acts: Readonly<Record<Verb, Act>> = {
  get,
  list,
  watch,
  create,
  update,
  delete: remove,
  deletecollection: removeMany,
  patch: async (...given) => (await import("./patch.ts")).patch(...given),
};

/** Does what a method asks for at a target. */
export async function act(parts: Parts, request: ApiRequest, target: Target, warnings: string[]): Promise<ApiResponse> {
  const { kind, subresource, name } = target;
  const verb = verbOf(request, target);
  const resource = resourceName(kind);
  if (!kind.custom) refuseUnroutable(request.headers.accept, verb === "list" || verb === "watch");
  if (subresource !== "" && !hasSubresource(target)) throw kind.custom ? notFound(resource, name ?? "") : missing();
  if (verb === undefined || !isAllowed(verb, target)) throw notAllowed(verb ?? "", target);
  if (kind.custom && name === undefined && (verb === "update" || verb === "patch")) throw badRequest("name must be provided");
  return acts[verb](parts, request, target, warnings);
}

function isAllowed(verb: Verb, { kind, subresource, name }: Target): boolean {
  if (subresource === "finalize") return verb === "update";
  if (subresource !== "") return verb === "get" || verb === "update" || verb === "patch";
  const wrongPlace = name === undefined ? verb === "update" || verb === "patch" : verb === "create";
  // Custom kinds find out later what is wrong with the place.
  return kind.verbs.some((each) => each === verb) && (kind.custom || !wrongPlace);
}

function notAllowed(verb: string, { kind }: Target): StatusError {
  if (!kind.custom) return methodNotAllowed();
  const resource = `${kind.plural}.${kind.group}`;
  const about = { group: kind.group, kind: kind.plural };
  return new StatusError(405, "MethodNotAllowed", `${verb} is not supported on resources of kind "${resource}"`, about);
}

function hasSubresource({ kind, subresource, name }: Target): boolean {
  if (name === undefined) return false;
  if (subresource === "scale") return kind.scale !== undefined;
  return subresource === "status" ? kind.status : subresource === "finalize" && kind.bucket === "namespaces";
}

/** What a method asks for; undefined for one that asks for nothing. */
export function verbOf({ method, query }: ApiRequest, { name }: Target): Verb | undefined {
  switch (method) {
    case "GET":
    case "HEAD":
      if (name !== undefined) return "get";
      return flagOption(query, "watch") === true ? "watch" : "list";
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return "patch";
    case "DELETE":
      return name === undefined ? "deletecollection" : "delete";
    default:
      return undefined;
  }
}

/** Answers with one object, in the form that was asked for; a `Scale` where that is what the path means. */
export async function show(
  parts: Parts,
  request: ApiRequest,
  target: Target,
  object: KubeObject,
  code: number,
  warnings: string[],
): Promise<ApiResponse> {
  const form = outputForm(request.headers.accept, request.query, request.headers["user-agent"]);
  const { kind, subresource } = target;
  if (subresource === "scale" && kind.scale !== undefined) {
    const shown = { objects: [scaleOf(object, kind.scale)] };
    const asScale = { ...kind, table: async () => (await import("../table/builtin-layouts.ts")).builtinLayouts("Scale") };
    return answer(code, await render(shown, asScale, form, request.query, parts.clock.now()), form, warnings);
  }
  return answer(code, await render({ objects: [object] }, kind, form, request.query, parts.clock.now()), form, warnings);
}

async function get(parts: Parts, request: ApiRequest, target: Target, warnings: string[]): Promise<ApiResponse> {
  const { store } = parts;
  const { kind, namespace, name = "" } = target;
  const version = request.query.get("resourceVersion") ?? "";
  if (version !== "" && !/^\d+$/.test(version)) throw new StatusError(500, undefined, unparsedRevision(version));
  if (Number(version) > store.revision) throw tooLarge(Number(version), store.revision);
  const found = store.get(kind.bucket, keyOf(namespace, name));
  await store.durable();
  if (found === undefined) throw notFound(resourceName(kind), name);
  return show(parts, request, target, kind.conversion?.fromStored(found) ?? found, 200, warnings);
}

/** The object of a body: fit to its kind's schema, with what was wrong told as the request asks. */
async function givenObject(request: ApiRequest, { kind }: Target, options: WriteOptions, warnings: string[]): Promise<KubeObject> {
  const read = await readObject(request, kind).catch((failure: unknown) => {
    if (failure instanceof OtherVersion) complain(failure.complaints, options, warnings, refuseUnknown(kind, failure.version));
    throw failure;
  });
  const fit = fitToSchema(read.object, kind);
  complain([...read.complaints, ...fit.complaints], options, warnings, refuseUnknown(kind));
  return fit.object;
}

async function create(parts: Parts, request: ApiRequest, target: Target, warnings: string[]): Promise<ApiResponse> {
  // What cannot be answered is not done.
  outputForm(request.headers.accept, request.query, request.headers["user-agent"]);
  if (target.kind.namespaced && target.namespace === undefined) throw target.kind.custom ? new NowhereError() : methodNotAllowed();
  const options = writeOptions(request, "CreateOptions");
  const object = await givenObject(request, target, options, warnings);
  const track = (prepared: KubeObject) => tracked(prepared, undefined, target, options, parts.clock);
  const made = await createObject(parts, target, object, options, track);
  if (target.kind.custom) warnings.push(...finalizerWarnings(made));
  return show(parts, request, target, made, 201, warnings);
}

async function update(parts: Parts, request: ApiRequest, target: Target, warnings: string[]): Promise<ApiResponse> {
  outputForm(request.headers.accept, request.query, request.headers["user-agent"]);
  const { kind, name, namespace } = target;
  const options = writeOptions(request, "UpdateOptions");
  const change = await changeOf(request, target, options, warnings);
  const { object, created } = await updateObject(parts, target, options, {
    change: (current) => change(current),
    track: (prepared, current) => tracked(prepared, current, target, options, parts.clock),
    ...(kind.createOnUpdate && target.subresource === ""
      ? {
          create: async () => {
            const given = await change(undefined);
            return createObject(parts, { ...target, name, namespace }, withoutVersion(given), options, (made) => {
              return tracked(made, undefined, target, options, parts.clock);
            });
          },
        }
      : {}),
  });
  return show(parts, request, target, object, created ? 201 : 200, warnings);
}

function withoutVersion(object: KubeObject): KubeObject {
  const { resourceVersion, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** What an update's body makes of an object. */
async function changeOf(request: ApiRequest, target: Target, options: WriteOptions, warnings: string[]) {
  const { kind, name = "", subresource } = target;
  const { scale } = kind;
  if (subresource === "scale" && scale !== undefined) {
    const given = await readScale(request, name);
    return (current: KubeObject | undefined) => (current === undefined ? given : withScale(current, given, scale));
  }
  const given = await givenObject(request, target, options, warnings);
  if (given.metadata.name === undefined) {
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  }
  if (given.metadata.name !== name) {
    throw badRequest(`the name of the object (${given.metadata.name}) does not match the name on the URL (${name})`);
  }
  if (target.namespace !== undefined && given.metadata.namespace !== undefined && given.metadata.namespace !== target.namespace) {
    const why = `the namespace of the object (${given.metadata.namespace}) does not match the namespace on the request (${target.namespace})`;
    throw badRequest(why);
  }
  return () => given;
}

async function remove(parts: Parts, request: ApiRequest, target: Target, warnings: string[]): Promise<ApiResponse> {
  const form = outputForm(request.headers.accept, request.query, request.headers["user-agent"]);
  const result = await deleteObject(parts, target, await deleteOptions(request));
  if (result.kind === "Status") return answer(200, result, form, warnings);
  return show(parts, request, target, result as KubeObject, 200, warnings);
}

async function removeMany(parts: Parts, request: ApiRequest, target: Target): Promise<ApiResponse> {
  const form = outputForm(request.headers.accept, request.query, request.headers["user-agent"]);
  const { kind, namespace } = target;
  if (kind.namespaced && namespace === undefined) throw kind.custom ? new NowhereError() : methodNotAllowed();
  const options = await deleteOptions(request);
  const { objects, metadata } = await readPage(parts, request, target);
  await Promise.all(
    objects.map(async (object) => {
      await deleteObject(parts, { ...target, name: object.metadata.name }, options).catch((failure: unknown) => {
        if (!(failure instanceof StatusError) || failure.code !== 404) throw failure;
      });
    }),
  );
  return answer(200, await render({ objects, list: metadata }, kind, form, request.query, parts.clock.now()), form);
}
