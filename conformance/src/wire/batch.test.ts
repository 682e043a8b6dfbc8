import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { crc32c, recordBatch } from "./batch.ts";
import { BytesIn, BytesOut } from "./bytes.ts";

describe("batches written by hand", () => {
  it("carry the checksum that RFC 3720 gives for its example", () => {
    assert.equal(crc32c(Buffer.from("123456789")), 0xe3069283);
    assert.equal(crc32c(Buffer.alloc(32)), 0x8a9136aa);
  });

  it("are as long as they say, and what is checked fits the checksum", () => {
    const batch = recordBatch({ records: [{ value: Buffer.from("a") }, { value: null }] });
    assert.equal(batch.readInt32BE(8), batch.length - 12);
    assert.equal(batch.readUInt32BE(17), crc32c(batch.subarray(21)));
    assert.equal(batch.readInt32BE(57), 2);
  });
});

describe("primitive types", () => {
  it("are read as they were written", () => {
    const bytes = new BytesOut()
      .uvarint(300)
      .uvarint(0)
      .uvarint(0xffffffff)
      .compactString("é")
      .compactString(null)
      .string(null)
      .int64(-2)
      .done();
    const back = new BytesIn(bytes);
    const read = [back.uvarint(), back.uvarint(), back.uvarint(), back.compactString(), back.compactString(), back.string(), back.int64()];
    assert.deepEqual(read, [300, 0, 0xffffffff, "é", null, null, -2]);
    assert.equal(back.remaining, 0);
  });

  it("write signed varints in zigzag", () => {
    assert.deepEqual([...new BytesOut().varint(-1).varint(1).varint(-65).done()], [1, 2, 0x81, 1]);
  });
});
