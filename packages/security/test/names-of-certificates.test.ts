import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { der, derObjectIdentifier, readDer, tags } from "../src/certificates/der.ts";
import { nameText, subjectText } from "../src/tls/distinguished-name.ts";
import { principalMapping } from "../src/tls/principal-mapping.ts";
import { certify } from "./pki.ts";

const fixture = (name: string): unknown => JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8"));

describe("names of certificates", () => {
  test("are printed as Java's X500Principal did (recorded with Java 17)", () => {
    for (const [hex, text] of fixture("java-names.json") as [string, string][])
      assert.equal(nameText(readDer(Buffer.from(hex, "hex"))), text, hex);
  });

  test("are the subject's, the most specific part first", () => {
    const { certificate } = certify(
      [
        ["O", "ACME, Inc."],
        ["OU", "SRE"],
        ["CN", "alice"],
      ],
      { kind: "client" },
    );
    assert.equal(subjectText(certificate), "CN=alice,OU=SRE,O=ACME\\, Inc.");
  });

  test("are printed in a time that grows as they do, blanks and all", () => {
    const value = `${"x".concat(" ".repeat(1_000_000))}y `;
    const written = der(
      tags.sequence,
      der(tags.set, der(tags.sequence, derObjectIdentifier("2.5.4.3"), der(tags.utf8String, Buffer.from(value)))),
    );
    assert.equal(nameText(readDer(written)), `CN=${value.slice(0, -1)}\\ `);
  });

  test("become what Kafka's SslPrincipalMapper made of them (recorded with 4.3.1), or nothing where it failed", () => {
    for (const { rules, subject, name } of fixture("kafka-mappings.json") as { rules: string; subject: string; name: string | null }[]) {
      if (name === null) assert.throws(() => principalMapping(rules)(subject), { code: "CONFIG_INVALID" }, rules);
      else assert.equal(principalMapping(rules)(subject), name, `${rules} of ${subject}`);
    }
  });

  test("are not mapped by patterns that JavaScript would read otherwise than Java", () => {
    const refused = [
      "(?i)CN=(.*)",
      "CN=\\p{Alpha}+",
      "CN=[a-z&&[^b]]",
      "CN=[[a]b]",
      "CN=[]a]",
      "CN=a*+",
      "CN=\\A",
      "CN=\\x{41}",
      "CN=(",
      "(?>CN)",
    ];
    for (const pattern of refused) assert.throws(() => principalMapping(`RULE:${pattern}/x/`), { code: "CONFIG_INVALID" }, pattern);
    const name = (pattern: string, subject: string) => principalMapping(`RULE:${pattern}/$1/,DEFAULT`)(subject);
    assert.equal(name("CN=(\\s+)", "CN=\u00a0"), "CN=\u00a0");
    assert.equal(name("CN=(.+)", "CN=a\u0085b"), "CN=a\u0085b");
    assert.equal(name("(?:\\Qa.b\\E=)(.+)", "a.b=c"), "c");
    assert.equal(name("CN=([\\s\\-,]+)", "CN= -,"), " -,");
    assert.equal(name("CN=([a\\]]+)\\-\\=]?", "CN=a]-="), "a]");
  });
});
