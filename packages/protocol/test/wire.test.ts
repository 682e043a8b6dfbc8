import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ProtocolError, Reader, Writer, ZERO_UUID } from "../src/index.ts";

const LONG_MAX = 2 ** 63;
const LONG_MIN = -(2 ** 63);

function written(write: (writer: Writer) => void): Buffer {
  const writer = new Writer(1);
  write(writer);
  return writer.toBuffer();
}

function hex(write: (writer: Writer) => void): string {
  return written(write).toString("hex");
}

test("integers are big-endian two's complement", () => {
  assert.equal(
    hex((w) => {
      w.int8(-1);
      w.int16(-2);
      w.uint16(65535);
      w.int32(-3);
      w.uint32(0xffff_fffe);
      w.int64(-4);
      w.int64(2 ** 40 + 5);
    }),
    "fffffeffff" + "fffffffd" + "fffffffe" + "fffffffffffffffc" + "0000010000000005",
  );
});

test("int64 saturates at the ends of its range", () => {
  assert.equal(
    hex((w) => w.int64(LONG_MAX)),
    "7fffffffffffffff",
  );
  assert.equal(
    hex((w) => w.int64(1e300)),
    "7fffffffffffffff",
  );
  assert.equal(
    hex((w) => w.int64(LONG_MIN)),
    "8000000000000000",
  );
  assert.equal(
    hex((w) => w.int64(-1e300)),
    "8000000000000000",
  );
  assert.equal(new Reader(Buffer.from("7fffffffffffffff", "hex")).int64(), LONG_MAX);
  assert.equal(new Reader(Buffer.from("8000000000000000", "hex")).int64(), LONG_MIN);
});

test("every int64 up to 2^53 survives", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      const bytes = written((w) => w.int64(value));
      assert.equal(bytes.readBigInt64BE(), BigInt(value));
      assert.equal(new Reader(bytes).int64(), value);
    }),
  );
});

test("varints and varlongs are zigzag base-128", () => {
  assert.equal(
    hex((w) => [0, -1, 1, -2, 2147483647, -2147483648].forEach((v) => void w.varint(v))),
    "00010203" + "feffffff0f" + "ffffffff0f",
  );
  assert.equal(
    hex((w) => w.unsignedVarint(300)),
    "ac02",
  );
  assert.equal(
    hex((w) => w.varlong(LONG_MAX)),
    "feffffffffffffffff01",
  );
  assert.equal(
    hex((w) => w.varlong(LONG_MIN)),
    "ffffffffffffffffff01",
  );
  fc.assert(
    fc.property(fc.integer(), fc.maxSafeInteger(), fc.nat(), (int, long, unsigned) => {
      const reader = new Reader(
        written((w) => {
          w.varint(int);
          w.varlong(long);
          w.unsignedVarint(unsigned);
        }),
      );
      assert.deepEqual([reader.varint(), reader.varlong(), reader.unsignedVarint(), reader.remaining], [int, long, unsigned, 0]);
    }),
  );
});

test("over-long varints are refused", () => {
  assert.throws(() => new Reader(Buffer.alloc(20, 0x80)).unsignedVarint(), ProtocolError);
  assert.throws(() => new Reader(Buffer.alloc(20, 0x80)).varint(), ProtocolError);
  assert.throws(() => new Reader(Buffer.alloc(20, 0x80)).varlong(), ProtocolError);
});

test("strings of any length and script survive in both encodings", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.boolean(), (text, compact) => {
      const well = text.toWellFormed();
      const bytes = written((w) => w.string(well, compact));
      const size = Buffer.byteLength(well);
      assert.equal(bytes.length, size + (compact ? (size + 1 < 128 ? 1 : 2) : 2));
      assert.equal(new Reader(bytes).string(compact), well);
      assert.equal(new Reader(bytes).nullableString(compact), well);
    }),
  );
});

test("recurring strings and uuids are never confused", () => {
  const texts = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 12 });
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 500 }), (names) => {
      const reader = new Reader(written((w) => names.forEach((name) => void w.string(name, true))));
      assert.deepEqual(
        names.map(() => reader.string(true)),
        names,
      );
    }),
    { numRuns: 20 },
  );
});

test("a string longer than 32767 bytes is refused both ways", () => {
  assert.throws(() => new Writer().string("x".repeat(32768), true), ProtocolError);
  const bytes = written((w) => {
    w.unsignedVarint(32769);
    w.copy(Buffer.alloc(32768, "x"));
  });
  assert.throws(() => new Reader(bytes).string(true), ProtocolError);
});

test("uuids are 22 characters of base64url", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (raw) => {
      const text = Buffer.from(raw).toString("base64url");
      assert.deepEqual(
        written((w) => w.uuid(text)),
        Buffer.from(raw),
      );
      assert.equal(new Reader(Buffer.from(raw)).uuid(), text);
    }),
  );
  assert.equal(new Reader(Buffer.alloc(16)).uuid(), ZERO_UUID);
  for (const bad of ["", "AAAA", `${ZERO_UUID}A`, "AAAAAAAAAAAAAAAAAAAAA+", "AAAAAAAAAAAAAAAAAAAAAé"]) {
    assert.throws(() => new Writer().uuid(bad), ProtocolError);
  }
});

test("lengths that lie are refused before anything is allocated", () => {
  const lies: [string, (reader: Reader) => unknown][] = [
    ["7fff41", (r) => r.string(false)],
    ["ffff", (r) => r.string(false)],
    ["00", (r) => r.string(true)],
    ["7fffffff", (r) => r.bytes(false)],
    ["ffffffff0f", (r) => r.bytes(true)],
    ["7fffffff00", (r) => r.arrayLength(false)],
    ["ffffffff", (r) => r.arrayLength(false)],
    ["00", (r) => r.arrayLength(true)],
    ["ffffffff0f", (r) => r.nullableArrayLength(true)],
    ["ffffffff0f", (r) => r.skipTags()],
    ["01007f", (r) => r.skipTags()],
    ["7f", (r) => r.tagEnd()],
  ];
  for (const [bytes, read] of lies) assert.throws(() => read(new Reader(Buffer.from(bytes, "hex"))), ProtocolError, bytes);
});

test("any negative length is null, as Apache Kafka reads it, and refused where null may not be", () => {
  const readerOf = (bytes: string) => new Reader(Buffer.from(bytes, "hex"));
  assert.equal(readerOf("fffe").nullableString(false), null);
  assert.equal(readerOf("fffffffe").nullableBytes(false), null);
  assert.equal(readerOf("80000000").nullableArrayLength(false), -1);
  assert.throws(() => readerOf("fffe").string(false), ProtocolError);
  assert.throws(() => readerOf("fffffffe").bytes(false), ProtocolError);
  assert.throws(() => readerOf("80000000").arrayLength(false), ProtocolError);
});

test("a reader stays within its slice", () => {
  const reader = new Reader(Buffer.from("0001020304", "hex"), 1, 3);
  assert.equal(reader.int16(), 0x0102);
  assert.throws(() => reader.int8(), ProtocolError);
  assert.throws(() => new Reader(Buffer.alloc(2), 1, 3), RangeError);
  assert.equal(reader.reset(Buffer.from("09", "hex")).int8(), 9);
});

test("bytes are slices of what was read", () => {
  const frame = written((w) => w.bytes(Buffer.from("abc"), true));
  const slice = new Reader(frame).bytes(true);
  assert.equal(slice.buffer, frame.buffer);
  assert.equal(slice.toString(), "abc");
});

test("large records leave the writer as they came, between its own bytes", () => {
  const batch = Buffer.alloc(5000, 7);
  const writer = new Writer(8);
  writer.beginFrame();
  writer.int16(1);
  writer.records([Buffer.from("ab"), batch], true);
  writer.records(batch, false);
  writer.int8(2);
  writer.endFrame();
  const chunks = writer.finish();
  assert.equal(chunks.filter((chunk) => chunk === batch).length, 2);
  const all = Buffer.concat(chunks);
  assert.equal(all.length, writer.size);
  const reader = new Reader(all);
  assert.equal(reader.int32(), all.length - 4);
  assert.equal(reader.int16(), 1);
  assert.deepEqual(reader.bytes(true), Buffer.concat([Buffer.from("ab"), batch]));
  assert.deepEqual(reader.bytes(false), batch);
  assert.equal(reader.int8(), 2);
});

test("a tagged field of any size gets its true size", () => {
  for (const size of [0, 1, 127, 128, 300, 16384, 70000]) {
    const writer = new Writer(4);
    writer.int8(9);
    const tag = writer.beginTag(5);
    writer.copy(Buffer.alloc(size, 3));
    writer.endTag(tag);
    writer.int8(8);
    const reader = new Reader(writer.toBuffer());
    assert.equal(reader.int8(), 9);
    assert.equal(reader.unsignedVarint(), 5);
    const end = reader.tagEnd();
    assert.ok(reader.slice(size).every((byte) => byte === 3));
    reader.expectTagEnd(end);
    assert.throws(() => reader.expectTagEnd(end - 1), ProtocolError);
    assert.equal(reader.int8(), 8);
  }
});

test("a writer is reusable, and detached chunks stay", () => {
  const writer = new Writer();
  writer.int32(1);
  const [kept] = writer.finish();
  writer.detach();
  writer.int32(2);
  assert.equal(kept?.toString("hex"), "00000001");
  writer.reset();
  writer.int8(3);
  assert.equal(writer.toBuffer().toString("hex"), "03");
});

test("null is refused where it may not be", () => {
  assert.throws(() => new Writer().string(null, true), ProtocolError);
  assert.throws(() => new Writer().bytes(null, true), ProtocolError);
  assert.throws(() => new Writer().records(null, true), ProtocolError);
  assert.throws(() => new Writer().arrayLength(null, true), ProtocolError);
});

test("the elements of all arrays are counted where they are limited", () => {
  const reader = new Reader(Buffer.from("000000020000000300000000", "hex")).limitElements(4);
  assert.equal(reader.arrayLength(false), 2);
  assert.throws(() => reader.arrayLength(false), /3 elements are too many/);
  assert.equal(new Reader(Buffer.alloc(104, 100)).arrayLength(true), 99);
});
