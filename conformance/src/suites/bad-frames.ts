import type { Case, Suite } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { BytesOut } from "../wire/bytes.ts";
import { type Answer, RawConnection } from "../wire/connection.ts";
import { apiVersionsFrame, framed, requestFrame } from "../wire/requests.ts";

const bytes = (...values: number[]): Buffer => Buffer.from(values);
const empty = Buffer.alloc(0);
const header = (apiKey: number, version: number) => new BytesOut().int16(apiKey).int16(version).int32(77);

/** Metadata 1 asks for topics by name. */
const metadata = 3;

/** Bytes that no broker should choke on, by what is wrong with them. */
const frames: Readonly<Record<string, Buffer>> = {
  "unknown api": requestFrame(9999, 0, 1, empty),
  "negative api": requestFrame(-5, 0, 1, empty),
  "api of the controller only": requestFrame(52, 0, 2, bytes(0)),
  "version too high": requestFrame(metadata, 99, 2, bytes(0)),
  "version too low": requestFrame(0, 1, 1, empty),
  "version of produce that is only advertised": requestFrame(0, 0, 1, empty),
  "negative version": requestFrame(metadata, -1, 1, empty),
  "negative length": new BytesOut().int32(-1).done(),
  "length zero": new BytesOut().int32(0).done(),
  "length one": framed(bytes(0)),
  "length beyond the limit": new BytesOut().int32(104_857_601).raw(Buffer.alloc(100)).done(),
  "longest length there is": new BytesOut().int32(2_147_483_647).raw(Buffer.alloc(100)).done(),
  "http request": Buffer.from("GET / HTTP/1.1\r\nHost: broker\r\n\r\n"),
  "tls hello": bytes(0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, 1, 2, 3, 4, 5, 6, 7, 8),
  garbage: framed(Buffer.from(Array.from({ length: 200 }, (_, at) => (at * 7919 + 13) % 256))),
  "header cut in the api key": framed(bytes(0, 3, 0)),
  "header cut in the correlation id": framed(bytes(0, 3, 0, 1, 0, 0)),
  "header without a client id": framed(header(metadata, 1).done()),
  "client id longer than the frame": framed(header(metadata, 1).int16(1000).raw(Buffer.from("abc")).done()),
  "null client id": requestFrame(metadata, 1, 1, new BytesOut().int32(0).done(), null),
  "client id that is not utf-8": framed(header(metadata, 1).int16(2).raw(bytes(0xff, 0xfe)).int32(0).done()),
  "body missing": requestFrame(metadata, 1, 1, empty),
  "more elements than bytes": requestFrame(metadata, 1, 1, new BytesOut().int32(5).string("a").done()),
  "two thousand million elements": requestFrame(metadata, 1, 1, new BytesOut().int32(2_147_483_647).done()),
  "negative count": requestFrame(metadata, 1, 1, new BytesOut().int32(-7).done()),
  "null for a string that can't be": requestFrame(metadata, 1, 1, new BytesOut().int32(1).int16(-1).done()),
  "string longer than the frame": requestFrame(metadata, 1, 1, new BytesOut().int32(1).int16(30_000).raw(Buffer.from("abc")).done()),
  "bytes after the body": requestFrame(metadata, 1, 1, new BytesOut().int32(0).raw(Buffer.from("more")).done()),
  "varint that does not end": requestFrame(metadata, 9, 2, bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)),
  "compact count beyond the frame": requestFrame(metadata, 9, 2, bytes(0xff, 0xff, 0xff, 0xff, 0x07)),
  "unknown tagged field": requestFrame(
    metadata,
    9,
    2,
    new BytesOut().uvarint(1).int8(0).int8(0).int8(0).uvarint(1).uvarint(99).uvarint(3).raw(Buffer.from("tag")).done(),
  ),
  "tagged field beyond the frame": requestFrame(
    metadata,
    9,
    2,
    new BytesOut().uvarint(1).int8(0).int8(0).int8(0).uvarint(1).uvarint(99).uvarint(3000).done(),
  ),
  "tagged field in the header": framed(
    header(18, 3).string("x").uvarint(1).uvarint(5).uvarint(2).raw(bytes(1, 2)).compactString("a").compactString("1").uvarint(0).done(),
  ),
  "api versions with an invalid name": requestFrame(
    18,
    3,
    2,
    new BytesOut().compactString("no blanks!").compactString("1").uvarint(0).done(),
  ),
  "api versions with an empty name": requestFrame(18, 3, 2, new BytesOut().compactString("").compactString("").uvarint(0).done()),
  "api versions cut": requestFrame(18, 3, 2, new BytesOut().uvarint(20).done()),
};

function describe(answer: Answer): Verdict {
  if (typeof answer === "string") return answer;
  const { frame } = answer;
  return { correlationId: frame.length >= 4 ? frame.readInt32BE() : null, length: frame.length > 60 ? "long" : frame.length };
}

/** What comes back, and whether the connection still answers. */
async function tryFrame(bootstrapServers: string, sent: Buffer): Promise<Verdict> {
  const connection = await RawConnection.open(bootstrapServers);
  try {
    connection.send(sent);
    const answer = await connection.next(3_000);
    if (typeof answer === "string") return { answer };
    connection.send(apiVersionsFrame(0));
    const next = await connection.next(3_000);
    return { answer: describe(answer), next: typeof next === "string" ? next : "answered" };
  } finally {
    connection.close();
  }
}

/** The broker still answers on a new connection. */
async function isAlive(bootstrapServers: string): Promise<boolean> {
  const connection = await RawConnection.open(bootstrapServers);
  connection.send(apiVersionsFrame(0));
  const answer = await connection.next(5_000);
  connection.close();
  return typeof answer !== "string";
}

/** Requests cut into single bytes, and many in one piece: how bytes fall into packets means nothing. */
async function pieces(bootstrapServers: string): Promise<Verdict> {
  const connection = await RawConnection.open(bootstrapServers);
  const one = apiVersionsFrame(0);
  for (const byte of one) {
    connection.send(bytes(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const slow = await connection.next(5_000);
  connection.send(Buffer.concat(Array.from({ length: 50 }, () => one)));
  let together = 0;
  while (together < 50 && typeof (await connection.next(5_000)) !== "string") together += 1;
  connection.close();
  return { "byte by byte": typeof slow === "string" ? slow : "answered", together };
}

/** Frames that can't be read: what the broker answers, or that it closes the connection; and that it lives on. */
export const badFrames: Suite = {
  name: "bad-frames",
  async prepare() {
    const cases: Case[] = Object.entries(frames).map(([name, sent]) => ({
      name,
      run: async ({ bootstrapServers }) => ({ seen: await tryFrame(bootstrapServers, sent), alive: await isAlive(bootstrapServers) }),
    }));
    cases.push({ name: "requests in pieces", run: ({ bootstrapServers }) => pieces(bootstrapServers) });
    return { cases, async close() {} };
  },
};
