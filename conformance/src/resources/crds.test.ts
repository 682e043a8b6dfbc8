import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { parse } from "yaml";
import { compareCrds } from "./compare-crds.ts";
import { type Crd, childrenOf, type SchemaNode, schemaOf } from "./schema-node.ts";
import { type StrimziKind, strimziCrds, strimziKinds, strimziVersion } from "./strimzi-crds.ts";

const crdsFolder = join(import.meta.dirname, "../../../packages/resources/crds");

function ourCrd(plural: string): Crd {
  return parse(readFileSync(join(crdsFolder, `${plural}.yaml`), "utf8")) as Crd;
}

const pluralOf = (crd: Crd): string => String(crd.spec.names.plural);

const fieldCount = (node: SchemaNode): number => childrenOf(node).reduce((sum, [, child]) => sum + 1 + fieldCount(child), 0);

describe(`the CRDs against those of Strimzi ${strimziVersion}`, () => {
  let theirs: Readonly<Record<StrimziKind, Crd>>;
  before(async () => {
    theirs = await strimziCrds();
  });

  for (const kind of strimziKinds) {
    it(`${kind}: same names, fields, types, enums, limits, patterns and requirements; nothing extra`, () => {
      const their = theirs[kind];
      assert.deepEqual(compareCrds(their, ourCrd(pluralOf(their))), []);
    });
  }

  it("look at Strimzi's real size", () => {
    const counts = strimziKinds.map((kind) => fieldCount(schemaOf(theirs[kind])));
    assert.ok((counts[0] ?? 0) > 1500 && (counts[1] ?? 0) > 300 && (counts[2] ?? 0) > 20 && (counts[3] ?? 0) > 40, String(counts));
  });

  it("would see a difference of any sort", () => {
    const their = theirs.KafkaTopic;
    const changed = (change: Partial<SchemaNode>): readonly string[] => {
      const copy = structuredClone(their);
      Object.assign(schemaOf(copy).properties?.spec ?? {}, change);
      return compareCrds(their, copy);
    };
    const properties = schemaOf(their).properties?.spec?.properties ?? {};
    const changedField = (name: string, node: SchemaNode) => changed({ properties: { ...properties, [name]: node } });
    const { config: _, ...withoutConfig } = properties;
    assert.deepEqual(changedField("partitions", { type: "integer", minimum: 0 }), [".spec.partitions minimum: 1 / 0"]);
    assert.deepEqual(changedField("partitions", { type: "string", minimum: 1 }), ['.spec.partitions type: "integer" / "string"']);
    assert.deepEqual(changedField("more", { type: "string" }), [".spec.more: extra"]);
    assert.deepEqual(changed({ properties: withoutConfig }), [".spec.config: missing"]);
    assert.deepEqual(changedField("config", { type: "object" }), [".spec.config x-kubernetes-preserve-unknown-fields: true / undefined"]);
    assert.deepEqual(changedField("topicName", { type: "string", default: "x" } as SchemaNode), [
      '.spec.topicName default: undefined / "x"',
    ]);
    assert.deepEqual(changed({ required: ["replicas"] }), ['.spec required: undefined / ["replicas"]']);
  });
});
