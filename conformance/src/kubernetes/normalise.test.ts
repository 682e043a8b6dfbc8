import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Normaliser } from "./normalise.ts";

const one = "11111111-2222-4333-8444-555555555555";
const other = "66666666-7777-4888-9999-000000000000";

describe("what servers answer, made comparable", () => {
  it("numbers ids and versions, so that it still counts which are the same", () => {
    const normaliser = new Normaliser();
    const seen = (uid: string, resourceVersion: string) => normaliser.value({ metadata: { uid, resourceVersion } });
    assert.deepEqual(seen(one, "17"), { metadata: { uid: "<uid 1>", resourceVersion: "<version 1>" } });
    assert.deepEqual(seen(other, "18"), { metadata: { uid: "<uid 2>", resourceVersion: "<version 2>" } });
    assert.deepEqual(seen(one, "18"), { metadata: { uid: "<uid 1>", resourceVersion: "<version 2>" } });
  });

  it("forgets times of now, and keeps those that a case wrote", () => {
    assert.equal(new Normaliser().text("2026-01-02T03:04:05Z and 2001-02-03T04:05:06Z"), "<time> and 2001-02-03T04:05:06Z");
    assert.equal(new Normaliser().text("2026-01-02T03:04:05.123456Z"), "<micro time>");
  });

  it("forgets the versions of lists, and tokens to go on with wherever they come", () => {
    const normaliser = new Normaliser();
    const list = { kind: "ConfigMapList", metadata: { resourceVersion: "5", continue: "abc" }, items: [] };
    assert.deepEqual(normaliser.value(list), {
      kind: "ConfigMapList",
      items: [],
      metadata: { resourceVersion: "<version>", continue: "<continue>" },
    });
    assert.equal(normaliser.text("GET /x?continue=abc&resourceVersion=1234"), "GET /x?continue=<continue>&resourceVersion=<version>");
  });

  it("sorts what is wrong with an object, in its message, too", () => {
    const status = (first: string, second: string) => ({
      kind: "Status",
      message: `a is invalid: [${first}: is bad, ${second}: is bad]`,
      details: { causes: [first, second].map((field) => ({ field, message: "is bad" })) },
    });
    assert.deepEqual(new Normaliser().value(status("a", "b")), new Normaliser().value(status("b", "a")));
    assert.notDeepEqual(new Normaliser().value(status("a", "b")), new Normaliser().value(status("a", "c")));
  });

  it("numbers names that are made from a prefix", () => {
    const normaliser = new Normaliser();
    normaliser.expectNames("made-");
    assert.equal(normaliser.text("made-x4b7z, made-q2w9v, made-x4b7z, made-up"), "<generated 1>, <generated 2>, <generated 1>, made-up");
  });

  it("still tells what differs", () => {
    const seen = (data: string) => new Normaliser().value({ kind: "ConfigMap", data: { a: data }, metadata: { name: "x", uid: one } });
    assert.notDeepEqual(seen("1"), seen("2"));
  });
});
