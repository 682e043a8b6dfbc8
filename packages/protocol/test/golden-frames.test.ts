import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { contains, definitions, type FieldDefinition, type MessageDefinition, parseVersions } from "../src/definitions/index.ts";
import * as protocol from "../src/index.ts";
import { type MessageCodec, Reader, Writer } from "../src/index.ts";
import { camelCase, defaultOf, isStruct, structFields, type Value, versionsOf } from "./message-values.ts";

/** A value in the form of Kafka's JSON converters, and the bytes that Kafka 4.3.1 made of it. */
interface GoldenFrame {
  readonly message: string;
  readonly version: number;
  readonly value: Json;
  readonly frame: string;
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const frames = readFileSync(join(import.meta.dirname, "fixtures/golden-frames.jsonl"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as GoldenFrame);

const exported: Readonly<Record<string, unknown>> = protocol;

/** What decoding gives: base64 becomes bytes, and fields that the form lacks have their defaults. */
function decoded(message: MessageDefinition, fields: readonly FieldDefinition[], json: Json): Value {
  const given = json as { readonly [key: string]: Json };
  return Object.fromEntries(
    fields.map((field) => {
      const key = camelCase(field.name);
      return [key, key in given ? fieldValue(message, field, given[key] ?? null) : defaultOf(field, message)];
    }),
  );
}

function fieldValue(message: MessageDefinition, field: FieldDefinition, json: Json): Value {
  if (json === null) return null;
  if (Array.isArray(json)) return json.map((element) => elementValue(message, field, element));
  return elementValue(message, field, json);
}

function elementValue(message: MessageDefinition, field: FieldDefinition, json: Json): Value {
  if (isStruct(field)) return decoded(message, structFields(field, message), json);
  return /bytes|records/.test(field.type) ? Buffer.from(String(json), "base64") : (json as Value);
}

describe("frames made by Apache Kafka", () => {
  for (const message of definitions) {
    const codec = exported[message.name] as MessageCodec<unknown>;
    const own = frames.filter((frame) => frame.message === message.name);
    test(`${message.name} is read and written byte for byte`, () => {
      assert.deepEqual([...new Set(own.map((frame) => frame.version))], versionsOf(message));
      for (const { version, value, frame } of own) {
        const expected = decoded(message, message.fields, value);
        const bytes = Buffer.from(frame, "hex");
        assert.deepEqual(codec.decode(new Reader(bytes), version), expected, `version ${version}`);
        const writer = new Writer();
        codec.encode(writer, expected, version);
        assert.equal(writer.toBuffer().toString("hex"), frame, `version ${version}`);
      }
    });
  }

  test("they show every field of every version", () => {
    for (const message of definitions) {
      for (const version of versionsOf(message)) {
        const full = frames.find((frame) => frame.message === message.name && frame.version === version);
        const present = message.fields.filter((field) => contains(parseVersions(field.versions), version));
        assert.deepEqual(
          Object.keys(full?.value ?? {}),
          present.map((field) => camelCase(field.name)),
        );
      }
    }
  });
});
