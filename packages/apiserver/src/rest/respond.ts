import type { ApiRequest, ApiResponse } from "../api.ts";
import { jsonText } from "../json-text.ts";
import type { Json } from "../objects.ts";
import type { StatusError } from "../status/status.ts";
import { type OutputForm, outputForm } from "./negotiate.ts";

const contentTypes = { json: "application/json", yaml: "application/yaml" } as const;

/** An answer that is one value. */
export async function answer(
  code: number,
  value: unknown,
  form: Pick<OutputForm, "type" | "pretty">,
  warnings: readonly string[] = [],
): Promise<ApiResponse> {
  const headers = {
    "content-type": contentTypes[form.type],
    "cache-control": "no-cache, private",
    ...(warnings.length === 0 ? {} : { warning: warnings.map(warningText) }),
  };
  return { status: code, headers, body: Buffer.from(await encoded(value, form)) };
}

async function encoded(value: unknown, { type, pretty }: Pick<OutputForm, "type" | "pretty">): Promise<string> {
  if (type === "json") return pretty ? jsonText(value, 2) : `${jsonText(value)}\n`;
  const { stringify } = await import("yaml");
  return stringify(value, { aliasDuplicateObjects: false, lineWidth: 0, sortMapEntries: true, indentSeq: false });
}

/** RFC 7234: code 299, an agent, the text in quotes. */
function warningText(warning: string): string {
  return `299 - ${JSON.stringify(warning).replace(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)}`;
}

/** A refusal, in the form that the answer would have had. */
export async function refusal(error: StatusError, request: ApiRequest, warnings: readonly string[] = []): Promise<ApiResponse> {
  const { details } = error.status;
  const response = await answer(error.code, error.status as Json, formOfRefusal(request), warnings);
  if (details?.retryAfterSeconds === undefined) return response;
  return { ...response, headers: { ...response.headers, "retry-after": String(details.retryAfterSeconds) } };
}

function formOfRefusal(request: ApiRequest): OutputForm {
  try {
    return outputForm(request.headers.accept, request.query, request.headers["user-agent"]);
  } catch {
    return { type: "json", as: undefined, metaVersion: "v1", pretty: false };
  }
}

export function plainText(code: number, text: string): ApiResponse {
  return {
    status: code,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-cache, private", "x-content-type-options": "nosniff" },
    body: Buffer.from(text),
  };
}
