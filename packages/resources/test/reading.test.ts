import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { stringify } from "yaml";
import { loadResources } from "../src/load.ts";
import { problemText } from "../src/problem.ts";
import { readDocuments } from "../src/reading/resources.ts";
import { readYaml } from "../src/reading/yaml.ts";
import { topic } from "./documents.ts";

const values = (text: string) => readYaml(text, "f.yaml").documents.map(({ root }) => root.value);
const problems = (text: string) => readYaml(text, "f.yaml").problems.map(problemText);

describe("readYaml", () => {
  it("reads what Kubernetes reads", () => {
    assert.deepEqual(
      values("a: yes\nb: off\nc: 0644\nd: 0x1F\ne: 1_000\nf: 1.5\ng: 1:30\nh: 2026-01-31\ni: ~\nj: 'yes'\nk: nope\nl: 0o17\nm: -5\nn: 0"),
      [{ a: true, b: false, c: 420, d: 31, e: 1000, f: 1.5, g: "1:30", h: "2026-01-31", i: null, j: "yes", k: "nope", l: 15, m: -5, n: 0 }],
    );
  });

  it("keeps large integers exact", () => {
    assert.deepEqual(values("a: 9223372036854775807\nb: -9223372036854775808\nc: 9007199254740991\nd: 9007199254740993"), [
      { a: 9223372036854775807n, b: -9223372036854775808n, c: 9007199254740991, d: 9007199254740993n },
    ]);
  });

  it("follows anchors, aliases and merges", () => {
    assert.deepEqual(
      values("base: &base {x: 1, y: 2}\none: {<<: *base, y: 3}\ntwo: *base\nthree: {<<: [*base, {z: 4}]}\na: &n 1\nb: *n\nc: &n 2\nd: *n"),
      [{ base: { x: 1, y: 2 }, one: { x: 1, y: 3 }, two: { x: 1, y: 2 }, three: { x: 1, y: 2, z: 4 }, a: 1, b: 1, c: 2, d: 2 }],
    );
    assert.deepEqual(problems("a: {<<: 1}"), ["f.yaml:1:9 a: expected an object, or a list of them, to merge by <<"]);
  });

  it("reads JSON, indented by tabs too", () => {
    const value = { a: [1, 2, { b: null }], c: "x" };
    assert.deepEqual(values(JSON.stringify(value)), [value]);
    assert.deepEqual(values(JSON.stringify(value, null, "\t")), [value]);
  });

  it("reads Windows line ends, byte order marks, and skips documents with nothing in them", () => {
    assert.deepEqual(values("\uFEFFa: 1\r\n---\r\n# nothing\r\n---\r\nb: 2\r\n"), [{ a: 1 }, { b: 2 }]);
    assert.deepEqual(values(""), []);
  });

  it("reads the other documents when one is broken", () => {
    const text = "a: 1\n---\nb: [1,\n---\nc: 3\n---\n\td: 4\n---\ne: 5";
    assert.deepEqual(values(text), [{ a: 1 }, { c: 3 }, { e: 5 }]);
    assert.deepEqual(
      readYaml(text, "f.yaml").problems.map(({ line }) => line),
      [4, 7],
    );
  });

  it("says what is wrong with the text, where it is", () => {
    assert.deepEqual(problems("a:\n\tb: 1"), ["f.yaml:2:1: indented by a tab; YAML wants spaces"]);
    assert.deepEqual(problems("a:\n  b: 1\n  b: 2"), ["f.yaml:3:3 a.b: the key is given twice"]);
    assert.deepEqual(problems("a: {b: 1, 'b': 2}"), ["f.yaml:1:11 a.b: the key is given twice"]);
    assert.deepEqual(problems("a: *nowhere"), ["f.yaml:1:4 a: there is no anchor &nowhere above"]);
    assert.deepEqual(problems("? [a]\n: 1"), ["f.yaml:1:3: expected text as a key"]);
    assert.deepEqual(problems("a: !mine b"), ["f.yaml:1:4: Unresolved tag: !mine"]);
    assert.deepEqual(problems("a: !!binary aGk="), ["f.yaml:1:13 a: expected text, a number, true or false; quote it if it is text"]);
  });

  it("refuses what would cost too much", () => {
    const laughs = [
      "a: &a [x,x,x,x,x,x,x,x,x]",
      ...[..."bcdefghij"].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghi"[i]}`)}]`),
    ];
    const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
    assert.match(problems(laughs.join("\n"))[0] ?? "", /refused: more than 200000 values, aliases followed$/);
    assert.deepEqual(problems("a: &a [*a]"), ["f.yaml:1:8: the document is refused: nested more than 64 levels deep"]);
    assert.match(problems(deep(100))[0] ?? "", /refused: nested more than 64 levels deep$/);
    assert.match(problems(deep(100_000))[0] ?? "", /refused: it is nested too deeply$/);
    assert.deepEqual(problems(" ".repeat(4_000_001)), ["f.yaml:1:1: the file is refused: it has more than 4 million characters"]);
    assert.deepEqual(values(deep(60)).length, 1);
  });

  it("gives back any value that was written as YAML", () => {
    const json = fc.jsonValue({ maxDepth: 4 }).filter((value) => value !== null);
    fc.assert(
      fc.property(json, (value) => {
        // The writer quotes by YAML 1.2's rules only, so that a lone `y` would be read as Kubernetes reads it.
        const text = stringify(value, { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "QUOTE_DOUBLE", aliasDuplicateObjects: false });
        const rounded = JSON.stringify(values(text), (_, part) => (typeof part === "bigint" ? Number(part) : part));
        assert.equal(rounded, JSON.stringify([value]));
      }),
    );
  });

  it("counts lines by itself where the parser gives up on one", () => {
    assert.match(problems('>&x "\n\n---\n<<: a')[1] ?? "", /^f\.yaml:4:5: /);
  });

  it("never throws, and every problem is within the text", () => {
    const pieces = fc.constantFrom(
      "a",
      ": ",
      "\n",
      "  ",
      "- ",
      "[",
      "]",
      "{",
      "}",
      ",",
      "&x ",
      "*x",
      "!t ",
      "|",
      ">",
      '"',
      "'",
      "#",
      "---\n",
      "\t",
      "<<: ",
      "? ",
      "%",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const text = parts.join("");
        const lines = text.split("\n");
        for (const { line, column } of readDocuments(text, "f.yaml").problems) {
          assert.ok(line >= 1 && line <= lines.length, `${line}`);
          assert.ok(column >= 1 && column <= (lines[line - 1] ?? "").length + 1, `${line}:${column}`);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("readDocuments", () => {
  const kinds = (text: string) => readDocuments(text, "f.yaml").resources.map(({ resource }) => resource.kind);
  const texts = (text: string) => readDocuments(text, "f.yaml").problems.map(problemText);
  const known =
    "known are Kafka, KafkaNodePool, KafkaTopic, KafkaUser, KafkaConnect, KafkaConnector, KafkaMirrorMaker2, KafkaBridge, KafkaRebalance of kafka.strimzi.io/v1, Secret of v1";

  it("passes over the ConfigMaps that resources refer to", () => {
    const text = `apiVersion: v1\nkind: ConfigMap\n---\n${topic()}`;
    assert.deepEqual([kinds(text), texts(text)], [["KafkaTopic"], []]);
  });

  it("knows the kinds and says so about others", () => {
    assert.deepEqual(kinds(topic()), ["KafkaTopic"]);
    assert.deepEqual(texts("apiVersion: v1\nkind: Service"), [`f.yaml:2:7 kind: unknown kind "Service" of "v1"; ${known}`]);
    assert.deepEqual(texts("apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopci"), [
      `f.yaml:2:7 kind: unknown kind "KafkaTopci"; ${known}; did you mean KafkaTopic?`,
    ]);
    assert.deepEqual(texts("apiVersion: kafka.strimzi.io/v1"), [`f.yaml:1:1 kind: unknown kind nothing; ${known}`]);
    assert.deepEqual(texts("kind: Kafka"), ["f.yaml:1:1 apiVersion: expected kafka.strimzi.io/v1, got nothing"]);
    assert.deepEqual(texts("apiVersion: v1\nkind: Kafka"), ['f.yaml:1:13 apiVersion: expected kafka.strimzi.io/v1, got "v1"']);
    assert.deepEqual(texts("just text"), ['f.yaml:1:1: expected a resource, got "just text"']);
  });

  it("tells how to go on from an old API version", () => {
    assert.deepEqual(texts("apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka"), [
      "f.yaml:1:13 apiVersion: kafka.strimzi.io/v1beta2 is no longer used; convert the resource to kafka.strimzi.io/v1",
    ]);
  });

  it("takes a List for what is in it, and keeps the places", () => {
    const list =
      "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: kafka.strimzi.io/v1\n    kind: KafkaTopic\n    metadata: {name: t, labels: {strimzi.io/cluster: c}}\n    spec: {partitions: x}\n";
    assert.deepEqual(kinds(list), ["KafkaTopic"]);
    assert.deepEqual(loadResources([{ file: "f.yaml", text: list }]).problems.map(problemText), [
      'f.yaml:7:24 items[0].spec.partitions: expected an integer ≥ 1, got "x"',
    ]);
  });
});
