import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FrameReader } from "../src/net/frame-reader.ts";

function framed(content: Uint8Array): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(content.length);
  return Buffer.concat([size, content]);
}

test("frames come out whole however the bytes arrive", () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 }),
      fc.array(fc.nat(30), { maxLength: 40 }),
      (contents, cuts) => {
        const bytes = Buffer.concat(contents.map(framed));
        const frames: Buffer[] = [];
        const reader = new FrameReader(1000, (frame) => void frames.push(Buffer.from(frame)));
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          reader.push(bytes.subarray(at, at + cut));
          at = Math.min(bytes.length, at + cut);
        }
        assert.deepEqual(
          frames,
          contents.map((content) => Buffer.from(content)),
        );
      },
    ),
  );
});

for (const size of [-1, 1001, 0x7fff_ffff]) {
  test(`a frame of ${size} bytes is refused before it has come`, () => {
    const reader = new FrameReader(1000, () => assert.fail("no frame is expected"));
    const announced = Buffer.alloc(4);
    announced.writeInt32BE(size);
    assert.throws(() => reader.push(announced), { code: "PROTOCOL_VIOLATION" });
  });
}
