import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { definitions, type MessageDefinition } from "../src/definitions/index.ts";
import * as protocol from "../src/index.ts";
import { type MessageCodec, ProtocolError, Reader, Writer } from "../src/index.ts";
import { anyMessage, type Value, versionsOf } from "./message-values.ts";
import { referenceEncode } from "./reference-codec.ts";

const RUNS = 12;
const exported: Readonly<Record<string, unknown>> = protocol;

function codecOf(message: MessageDefinition): MessageCodec<unknown> {
  const codec = exported[message.name];
  assert.ok(codec, `${message.name} is exported`);
  return codec as MessageCodec<unknown>;
}

function encode(codec: MessageCodec<unknown>, value: unknown, version: number): Buffer {
  const writer = new Writer();
  codec.encode(writer, value, version);
  return writer.toBuffer();
}

function reversedKeys(value: Value): Value {
  if (value === null || typeof value !== "object" || Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) return value.map(reversedKeys);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversedKeys(inner)]),
  );
}

/** A value, version by version, that is neither empty nor default wherever the version allows. */
function sample(message: MessageDefinition, version: number): Value {
  const values = fc.sample(anyMessage(message, version), { numRuns: 10, seed: 42 });
  return values.reduce((best, value) => (JSON.stringify(value).length > JSON.stringify(best).length ? value : best));
}

for (const message of definitions) {
  const codec = codecOf(message);
  describe(message.name, () => {
    for (const version of versionsOf(message)) {
      test(`version ${version} survives encoding and decoding`, () => {
        fc.assert(
          fc.property(anyMessage(message, version), (value) => {
            const bytes = encode(codec, value, version);
            assert.deepEqual(bytes, referenceEncode(message, value, version));
            assert.deepEqual(encode(codec, reversedKeys(value), version), bytes);
            const reader = new Reader(bytes);
            assert.deepEqual(codec.decode(reader, version), value);
            assert.equal(reader.remaining, 0);
          }),
          { numRuns: RUNS },
        );
      });
    }

    test("a frame cut short at any byte is a ProtocolError", () => {
      for (const version of versionsOf(message)) {
        const bytes = encode(codec, sample(message, version), version);
        for (let size = 0; size < Math.min(bytes.length, 1000); size++) {
          assert.throws(() => codec.decode(new Reader(bytes, 0, size), version), ProtocolError);
        }
      }
    });

    test("a damaged frame is a value or a ProtocolError, and never read beyond its end", () => {
      for (const version of versionsOf(message)) {
        const bytes = encode(codec, sample(message, version), version);
        if (bytes.length === 0) continue;
        fc.assert(
          fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), (changes) => {
            const damaged = Buffer.concat([bytes, Buffer.alloc(64, 0xff)]);
            for (const [at, byte] of changes) damaged[at] = byte;
            const reader = new Reader(damaged, 0, bytes.length);
            try {
              codec.decode(reader, version);
            } catch (thrown) {
              if (!(thrown instanceof ProtocolError)) throw thrown;
            }
            assert.ok(reader.position <= bytes.length);
          }),
          { numRuns: 30 },
        );
      }
    });

    test("tagged fields that are not known are passed over", () => {
      for (const version of versionsOf(message).filter((each) => each >= codec.flexibleFrom)) {
        const bytes = encode(codec, {}, version);
        assert.equal(bytes.at(-1), 0);
        const longer = Buffer.concat([bytes.subarray(0, -1), Buffer.from([2, 0xfe, 1, 0, 0xff, 1, 3, 1, 2, 3])]);
        const reader = new Reader(longer);
        assert.deepEqual(codec.decode(reader, version), codec.decode(new Reader(bytes), version));
        assert.equal(reader.remaining, 0);
      }
    });

    test("a version that does not exist is refused", () => {
      for (const version of [codec.minVersion - 1, codec.maxVersion + 1]) {
        assert.throws(() => codec.decode(new Reader(Buffer.alloc(100)), version), { code: "UNSUPPORTED_VERSION" });
        assert.throws(() => codec.encode(new Writer(), {}, version), { code: "UNSUPPORTED_VERSION" });
      }
    });
  });
}
