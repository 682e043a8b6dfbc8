import { isJsonObject } from "../objects.ts";
import { badRequest } from "../status/refusals.ts";

/** Where a list goes on. */
export interface Continue {
  /** Of what revision the list is; -1: the latest. */
  readonly revision: number;
  /** The first key that is still to come. */
  readonly startKey: string;
}

export function writeContinue({ revision, startKey }: Continue): string {
  return Buffer.from(JSON.stringify({ v: "meta.k8s.io/v1", rv: revision, start: startKey })).toString("base64url");
}

export function readContinue(token: string): Continue {
  const value = parsed(token);
  if (value.v !== "meta.k8s.io/v1")
    throw invalidToken(`continue key is not valid: server does not recognize this encoded version ${String(value.v ?? "")}`);
  if (typeof value.rv !== "number" || value.rv === 0) {
    throw invalidToken("continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
  }
  if (typeof value.start !== "string" || value.start === "") {
    throw invalidToken("continue key is not valid: encoded start key empty (version meta.k8s.io/v1)");
  }
  return { revision: value.rv, startKey: value.start };
}

function parsed(token: string): { readonly v?: unknown; readonly rv?: unknown; readonly start?: unknown } {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    if (isJsonObject(value)) return value;
  } catch {
    // said below
  }
  throw invalidToken(`continue key is not valid: illegal base64 data at input byte ${Math.floor(token.length / 4) * 4}`);
}

const invalidToken = (why: string) => badRequest(`invalid continue token: ${why}`);
