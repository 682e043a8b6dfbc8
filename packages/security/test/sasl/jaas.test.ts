import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MillraceError } from "@millrace/kit";
import { parseJaasConfig } from "../../src/sasl/jaas.ts";

const plain = "org.apache.kafka.common.security.plain.PlainLoginModule";
const options = (text: string) => Object.fromEntries(parseJaasConfig(`${plain} required ${text}`).options);

describe("a JAAS config", () => {
  test("has a class and options", () => {
    const { loginModule, options } = parseJaasConfig(`${plain} required\n  username="admin"\n  user_alice='it''s' ;`.replace("''", "\\'"));
    assert.equal(loginModule, plain);
    assert.deepEqual(
      [...options],
      [
        ["username", "admin"],
        ["user_alice", "it's"],
      ],
    );
  });

  const cases: ReadonlyArray<readonly [what: string, text: string, expected: Record<string, string>]> = [
    ["no options", ";", {}],
    ["words", "a=b c-d.e=f_$1;", { a: "b", "c-d.e": "f_$1" }],
    ["names in quotes", '"user_a@b"="x";', { "user_a@b": "x" }],
    ["escapes", String.raw`a="\"\\\n\101\60x\/";`, { a: '"\\\nA0x/' }],
    ["comments", 'a /* = nothing; */ = "/*" // ;\n b="//"; / rest', { a: "/*", b: "//" }],
    ["letters of any script", 'user_zoë="œ" 名="x";', { user_zoë: "œ", 名: "x" }],
    ["no blanks between", 'a="1"b="2";', { a: "1", b: "2" }],
    ["the last of two values", 'a="1" a="2";', { a: "2" }],
    ["an empty value", 'a="";', { a: "" }],
  ];
  for (const [what, text, expected] of cases) test(`may have ${what}`, () => assert.deepEqual(options(text), expected));

  for (const flag of ["required", "REQUISITE", "Sufficient", "optional"]) {
    test(`may be ${flag}`, () => assert.equal(parseJaasConfig(`a.B ${flag};`).loginModule, "a.B"));
  }
});

describe("what is no JAAS config is refused, and no secret told:", () => {
  const cases: ReadonlyArray<readonly [text: string, message: string]> = [
    ["", "Login module not specified in JAAS config"],
    [plain, "Login module control flag not specified in JAAS config"],
    [`${plain} hush="hush";`, `Invalid login module control flag in JAAS config at character ${plain.length + 2}`],
    [`${plain} required a="hush"`, "JAAS config entry not terminated by semi-colon"],
    [`${plain} required a="hush;`, "JAAS config entry not terminated by semi-colon"],
    [`${plain} required hush;`, "Value not specified for an option in JAAS config at character 66"],
    [`${plain} required a=;`, "Value not specified for an option in JAAS config at character 66"],
    [`${plain} required a=1hush;`, "Value not specified for an option in JAAS config at character 66"],
    [`${plain} required a="hush"hush";`, "Value not specified for an option in JAAS config at character 74"],
    [`${plain} required; ${plain} required;`, "JAAS config property contains 2 login modules, should be 1 module"],
  ];
  for (const [text, message] of cases) {
    test(JSON.stringify(text.replace(plain, "…")), () => {
      assert.throws(
        () => parseJaasConfig(text),
        (thrown) => {
          assert.ok(thrown instanceof MillraceError && thrown.code === "CONFIG_INVALID");
          assert.equal(thrown.message, message);
          return !`${thrown.message}${thrown.hint}`.includes("hush");
        },
      );
    });
  }

  test("a long text takes no time", () => {
    for (const piece of ["/*", '"', "a=", "\\", "/", " ", "1"]) {
      const startedMs = performance.now();
      assert.throws(() => parseJaasConfig(`a required ${piece.repeat(100_000)}`));
      assert.ok(performance.now() - startedMs < 1000, `${piece} took too long`);
    }
  });
});
