import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { jsonLogger, ManualClock, MillraceError, seededRandom } from "@millrace/kit";
import type { ServedKind } from "@millrace/kube/browse";
import { kinds } from "@millrace/resources";
import { madeKinds } from "../../src/model/objects.ts";
import { discover } from "../../src/process/discover.ts";

const all = [kinds.Kafka, kinds.KafkaNodePool, kinds.KafkaTopic, kinds.KafkaUser, ...madeKinds].map(
  (kind) => ({ ...kind, group: kind.apiVersion.split("/")[0] }) as unknown as ServedKind,
);

/** Asks a cluster that answers one after the other, a minute apart. */
function discovering(...answers: ReadonlyArray<readonly ServedKind[] | Error>) {
  const [clock, closing] = [new ManualClock(), new AbortController()];
  const [lines, troubles]: [string[], string[]] = [[], []];
  const logger = jsonLogger({ level: "info", write: (line) => lines.push(line), now: () => 0 });
  let asked = 0;
  const kindsOf = async (): Promise<readonly ServedKind[]> => {
    const answer = answers[Math.min(asked++, answers.length - 1)] ?? [];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const onTrouble = (why: string): void => {
    troubles.push(why);
    setImmediate(() => clock.advance(60_000));
  };
  const found = discover({
    ...{ browser: { kinds: kindsOf }, onTrouble, signal: closing.signal, clock, random: seededRandom(1), logger },
  });
  return { found, lines, troubles, closing };
}

describe("finding out what a cluster has", () => {
  it("goes on until it has answered, and has what is needed", async () => {
    const unreachable = new MillraceError("CONNECTION_FAILED", "no way", { hint: "go there" });
    const { found, lines, troubles } = discovering(unreachable, unreachable, [], all);
    assert.ok((await found).made.length > 0);
    assert.deepEqual(troubles.slice(0, 2), ["no way", "no way"]);
    assert.match(troubles[2] ?? "", /has no kafkas/);
    assert.equal(lines.length, 2, "the same again is not told again");
    assert.match(lines[0] ?? "", /"trouble":"no way","hint":"go there"/);
  });

  it("ends with the process", async () => {
    const { found, closing } = discovering([]);
    setImmediate(() => closing.abort(new Error("stopped")));
    await assert.rejects(found, /stopped/);
  });
});
