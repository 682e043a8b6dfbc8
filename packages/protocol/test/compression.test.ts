import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { DecompressionError } from "../src/compression/codec.ts";
import { type CodecName, compress, decompress } from "../src/compression/compression.ts";

const codecs: CodecName[] = ["gzip", "snappy", "lz4", "zstd"];

for (const codec of codecs) {
  test(`${codec}: what is compressed comes back`, () => {
    const chunk = fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 50 }), fc.integer({ min: 1, max: 3_000 }));
    const bytes = fc.array(chunk, { maxLength: 5 }).map((chunks) => {
      return Buffer.concat(chunks.map(([pattern, times]) => Buffer.alloc(pattern.length * times, pattern)));
    });
    fc.assert(
      fc.property(bytes, (plain) => {
        assert.ok(decompress(codec, compress(codec, plain), 1 << 20).equals(plain));
      }),
      { numRuns: 30 },
    );
  });

  test(`${codec}: a small batch that holds more than the limit is refused`, () => {
    const bomb = compress(codec, Buffer.alloc(8 << 20));
    assert.ok(bomb.length < 1 << 20);
    assert.throws(() => decompress(codec, bomb, 1 << 20), tooLarge(true));
    assert.equal(decompress(codec, bomb, 8 << 20).length, 8 << 20);
  });

  test(`${codec}: broken bytes are a protocol error, at whatever place they are cut or changed`, () => {
    const whole = compress(codec, Buffer.from("a few words, a few words, a few words again"));
    for (let length = 0; length < whole.length; length++) {
      // An empty snappy stream (its header alone) and an empty gzip are whole; so is zstd's nothing.
      try {
        const plain = decompress(codec, whole.subarray(0, length), 1 << 20);
        assert.ok(plain.length < 43, `cut at ${length}`);
      } catch (failure) {
        assert.ok(tooLarge(false)(failure), `cut at ${length}: ${failure}`);
      }
    }
    assert.throws(() => decompress(codec, Buffer.from("not at all compressed, but long enough for all headers"), 1 << 20), tooLarge(false));
  });
}

test("snappy: a bare block, as clients other than Java's write it, is read", () => {
  // The block format: size 5, then a literal of five bytes (tag (5 - 1) << 2).
  assert.equal(decompress("snappy", Buffer.from([5, 16, ...Buffer.from("hello")]), 100).toString(), "hello");
});

test("snappy: joined streams are read as one", () => {
  const joined = Buffer.concat([compress("snappy", Buffer.from("first ")), compress("snappy", Buffer.from("second"))]);
  assert.equal(decompress("snappy", joined, 100).toString(), "first second");
});

test("gzip: members that follow each other are read as one", () => {
  assert.equal(decompress("gzip", Buffer.concat([gzipSync("first "), gzipSync("second")]), 100).toString(), "first second");
});

function tooLarge(expected: boolean): (failure: unknown) => boolean {
  return (failure) => failure instanceof DecompressionError && failure.isTooLarge === expected;
}
