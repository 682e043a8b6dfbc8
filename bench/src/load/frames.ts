import { type Api, type Draft, type MessageCodec, RequestHeader, requestHeaderVersion, Writer } from "@millrace/protocol";

/** Where the correlation id stands in a frame: behind its size, the API key and version. */
export const correlationIdAt = 8;

/** How the bench calls itself. */
export const benchClientId = "millrace-bench";

/** A whole request frame in the newest version that both brokers serve, its size in front. */
export function requestFrame<Request, Response>(
  api: Api<Request, Response>,
  draft: Draft<Request>,
  correlationId = 0,
  clientId = benchClientId,
): Buffer {
  const version = api.maxVersion;
  const writer = new Writer();
  writer.beginFrame();
  const header = { requestApiKey: api.key, requestApiVersion: version, correlationId, clientId };
  RequestHeader.encode(writer, header, requestHeaderVersion(api, version));
  api.request.encode(writer, draft, version);
  writer.endFrame();
  return writer.toBuffer();
}

function encoded<T>(codec: MessageCodec<T>, version: number, draft: Draft<T>): Buffer {
  const writer = new Writer();
  codec.encode(writer, draft, version);
  return writer.toBuffer();
}

/** How large a message is. */
export function encodedBytes<T>(codec: MessageCodec<T>, version: number, draft: Draft<T>): number {
  return encoded(codec, version, draft).length;
}

/** The first byte in which two encodings of a message differ: where the field stands that was given differently. */
export function firstDifference<T>(codec: MessageCodec<T>, version: number, one: Draft<T>, other: Draft<T>): number {
  const second = encoded(codec, version, other);
  return encoded(codec, version, one).findIndex((byte, at) => byte !== second[at]);
}
