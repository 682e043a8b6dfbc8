import { BytesIn, BytesOut } from "./bytes.ts";

const correlationId = 77;

/** A whole frame: its length, a request header, the body. `headerVersion` 2 is the one of flexible versions. */
export function requestFrame(apiKey: number, version: number, headerVersion: 1 | 2, body: Buffer, clientId: string | null = "raw"): Buffer {
  const header = new BytesOut().int16(apiKey).int16(version).int32(correlationId).string(clientId);
  if (headerVersion === 2) header.uvarint(0);
  return framed(header.raw(body).done());
}

/** Bytes after their length. */
export function framed(bytes: Buffer): Buffer {
  return new BytesOut().int32(bytes.length).raw(bytes).done();
}

/** ApiVersions, which is asked in every version with the same few fields. */
export function apiVersionsFrame(version: number): Buffer {
  const body = version >= 3 ? new BytesOut().compactString("referee").compactString("1").uvarint(0).done() : Buffer.alloc(0);
  return requestFrame(18, version, version >= 3 ? 2 : 1, body);
}

export interface ApiVersionsReply {
  readonly errorCode: number;
  readonly apis: readonly { readonly key: number; readonly min: number; readonly max: number }[];
  /** Tagged fields 0 (supported) and 2 (finalized): lowest and highest version by feature name. */
  readonly supported: Readonly<Record<string, readonly [number, number]>>;
  readonly finalized: Readonly<Record<string, readonly [number, number]>>;
}

/** Decodes the reply to ApiVersions `version` (its header never has tagged fields). */
export function readApiVersions(frame: Buffer, version: number): ApiVersionsReply {
  const reply = new BytesIn(frame);
  reply.int32();
  const errorCode = reply.int16();
  const flexible = version >= 3;
  const row = () => {
    const api = { key: reply.int16(), min: reply.int16(), max: reply.int16() };
    if (flexible) reply.tags();
    return api;
  };
  const apis = flexible ? reply.compactArray(row) : reply.array(row);
  if (version >= 1) reply.int32();
  const tags = flexible ? reply.tags() : new Map<number, Buffer>();
  return { errorCode, apis, supported: features(tags.get(0), "min first"), finalized: features(tags.get(2), "max first") };
}

function features(field: Buffer | undefined, order: "min first" | "max first"): Record<string, readonly [number, number]> {
  if (field === undefined) return {};
  const from = new BytesIn(field);
  const rows = from.compactArray(() => {
    const name = from.compactString() ?? "";
    const [first, second] = [from.int16(), from.int16()];
    from.tags();
    return [name, order === "min first" ? ([first, second] as const) : ([second, first] as const)] as const;
  });
  return Object.fromEntries(rows);
}
