import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { Driver } from "./driver.ts";

/** A program in one line of JavaScript that answers as its cases' names say. */
const program = `
console.log("chatter");
console.log(JSON.stringify({ ready: true, cases: ["good", "bad", "mute", "fatal"] }));
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { case: name, bootstrapServers } = JSON.parse(line);
  if (name === "good") console.log(JSON.stringify({ case: name, verdict: { bootstrapServers } }));
  if (name === "bad") console.log(JSON.stringify({ case: name, error: "it broke" }));
  if (name === "fatal") { console.error("last words"); process.exit(3); }
});`;

describe("a driver", () => {
  const opened: Driver[] = [];
  const start = (): Driver => {
    const driver = new Driver({ command: process.execPath, args: ["-e", program] });
    opened.push(driver);
    return driver;
  };
  afterEach(() => Promise.all(opened.splice(0).map((driver) => driver.close())));

  it("names its cases and gives verdicts", async () => {
    const driver = start();
    assert.deepEqual(await driver.cases, ["good", "bad", "mute", "fatal"]);
    assert.deepEqual(await driver.attempt("good", "host:1", 10_000), { bootstrapServers: "host:1" });
  });

  it("tells why a case failed", async () => {
    await assert.rejects(start().attempt("bad", "host:1", 10_000), { code: "REQUEST_FAILED", message: "it broke" });
  });

  it("does not wait for ever", async () => {
    await assert.rejects(start().attempt("mute", "host:1", 50), { code: "TIMED_OUT" });
  });

  it("fails what is under way when the program ends, with its last words", async () => {
    await assert.rejects(start().attempt("fatal", "host:1", 10_000), { code: "CONNECTION_CLOSED", message: /last words/ });
  });

  it("fails when there is no such program", async () => {
    const driver = new Driver({ command: "/no/such/program", args: [] });
    await assert.rejects(driver.cases, { code: "CONNECTION_CLOSED" });
  });
});
