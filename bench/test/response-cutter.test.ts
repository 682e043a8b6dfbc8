import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ResponseCutter } from "../src/load/response-cutter.ts";

function framed(content: Uint8Array): Buffer {
  const frame = Buffer.alloc(4 + content.length);
  frame.writeInt32BE(content.length);
  frame.set(content, 4);
  return frame;
}

test("responses come out whole, however the stream was torn", () => {
  const contents = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 });
  const pieces = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 });
  fc.assert(
    fc.property(contents, pieces, (sent, sizes) => {
      const stream = Buffer.concat(sent.map(framed));
      const received: string[] = [];
      const cutter = new ResponseCutter((bytes, start, end) => received.push(bytes.toString("hex", start, end)));
      // One memory for all chunks, as a socket's: what was kept must have been copied.
      const memory = Buffer.alloc(64);
      for (let at = 0, piece = 0; at < stream.length; piece++) {
        const length = Math.min(sizes[piece % sizes.length] ?? 1, stream.length - at);
        memory.fill(0xee);
        stream.copy(memory, 0, at, at + length);
        cutter.push(memory, length);
        at += length;
      }
      assert.deepEqual(
        received,
        sent.map((content) => Buffer.from(content).toString("hex")),
      );
    }),
  );
});

test("a response larger than the first memory is put together", () => {
  const content = Buffer.from(Array.from({ length: 300_000 }, (_, at) => at % 251));
  const stream = framed(content);
  const received: Buffer[] = [];
  const cutter = new ResponseCutter((bytes, start, end) => received.push(Buffer.from(bytes.subarray(start, end))));
  for (let at = 0; at < stream.length; at += 65_536) {
    const chunk = stream.subarray(at, at + 65_536);
    cutter.push(chunk, chunk.length);
  }
  assert.equal(received.length, 1);
  assert.ok(received[0]?.equals(content));
});

test("a size that no response has is refused", () => {
  const cutter = new ResponseCutter(() => {});
  assert.throws(() => cutter.push(Buffer.from([0xff, 0xff, 0xff, 0xff]), 4), { code: "PROTOCOL_VIOLATION" });
});
