import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { millrace } from "./millrace.ts";

const directory = mkdtempSync(join(tmpdir(), "millrace-convert-"));
after(() => rmSync(directory, { recursive: true }));

const user = (operation: string): string =>
  `apiVersion: kafka.strimzi.io/v1beta2
kind: KafkaUser
metadata:
  name: alice
  labels: {strimzi.io/cluster: c}
spec:
  authorization:
    type: simple
    acls:
      - resource: {type: topic, name: a}
        ${operation}
`;

test("files are converted, and each change is told", async () => {
  const { code, stdout, stderr } = await millrace(["convert", "-f", "-"], { stdin: user("operation: Read") });
  assert.equal(code, 0);
  assert.equal(stdout, user("operations:\n          - Read").replace("v1beta2", "v1"));
  assert.deepEqual(stderr.split("\n"), [
    '(standard input): KafkaUser alice: spec.authorization.acls[0].operations is set to ["Read"]: operation has become a list',
    "(standard input): KafkaUser alice: spec.authorization.acls[0].operation is removed: operations takes its place",
    "(standard input): KafkaUser alice: apiVersion is set to kafka.strimzi.io/v1: it was kafka.strimzi.io/v1beta2",
    "",
  ]);
});

test("files are written in place, and what somebody has to look at is told", async () => {
  writeFileSync(join(directory, "user.yaml"), user("operations: [Read]\n        operatoins: 1"));
  const { code, stdout, stderr } = await millrace(["convert", "-f", ".", "--in-place"], { cwd: directory });
  assert.deepEqual([code, stdout], [0, ""]);
  assert.match(stderr, /^warning: user\.yaml: KafkaUser alice: spec\.authorization\.acls\[0\]\.operatoins: unknown field/m);
  assert.match(readFileSync(join(directory, "user.yaml"), "utf8"), /^apiVersion: kafka\.strimzi\.io\/v1$/m);
});

test("nothing is written where somebody has to decide", async () => {
  const path = join(directory, "bridge.yaml");
  const text = "apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaBridge\nmetadata: {name: b}\nspec: {authentication: {type: oauth}}\n";
  writeFileSync(path, text);
  const { code, stderr } = await millrace(["convert", "-f", "bridge.yaml", "--in-place"], { cwd: directory });
  assert.equal(code, 1);
  assert.match(stderr, /^error: bridge\.yaml:4:31 spec\.authentication\.type: KafkaBridge b: authentication of the type oauth is gone/);
  assert.equal(readFileSync(path, "utf8"), text);
  assert.equal((await millrace(["convert", "-f", "-", "--in-place"])).code, 2);
});
