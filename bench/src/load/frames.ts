import { type Api, type Draft, type MessageCodec, RequestHeader, requestHeaderVersion, Writer } from "@millrace/protocol";

/** Where the correlation id stands in a frame: behind its size, the API key and version. */
export const correlationIdAt = 8;

const clientId = "millrace-bench";

/** A whole request frame in the newest version that both brokers serve, its size in front. */
export function requestFrame<Request, Response>(api: Api<Request, Response>, draft: Draft<Request>, correlationId = 0): Buffer {
  const version = api.maxVersion;
  const writer = new Writer();
  writer.beginFrame();
  const header = { requestApiKey: api.key, requestApiVersion: version, correlationId, clientId };
  RequestHeader.encode(writer, header, requestHeaderVersion(api, version));
  api.request.encode(writer, draft, version);
  writer.endFrame();
  return writer.toBuffer();
}

/** The first byte in which two encodings of a message differ: where the field stands that was given differently. */
export function firstDifference<T>(codec: MessageCodec<T>, version: number, one: Draft<T>, other: Draft<T>): number {
  const [first, second] = [one, other].map((draft) => {
    const writer = new Writer();
    codec.encode(writer, draft, version);
    return writer.toBuffer();
  }) as [Buffer, Buffer];
  return first.findIndex((byte, at) => byte !== second[at]);
}
