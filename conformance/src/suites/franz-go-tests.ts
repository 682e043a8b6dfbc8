import { join } from "node:path";
import { MillraceError } from "@millrace/kit";
import { Talk } from "../differential/talk.ts";
import { addressOf, type Peer } from "../peers/peer.ts";
import { addScramUsers } from "../sasl/accounts.ts";
import { passwords, plainSaslListeners } from "../sasl/listeners.ts";
import { type Case, conformanceFolder, type Scale, type Suite } from "../suite.ts";
import { buildGoTests, type GoTests, runGoTest, type TestRun, testsThatCall } from "../toolchain/go-tests.ts";
import type { Verdict } from "../verdicts.ts";

/** Records that the tests of whole chains of consumers and producers move. */
const recordsMoved: Readonly<Record<Scale, number>> = { everyday: 50_000, nightly: 500_000 };

const timeoutMs: Readonly<Record<Scale, number>> = { everyday: 300_000, nightly: 1_200_000 };

const outputShownMax = 6_000;

/** Who the tests of SCRAM are. */
const user = "alice";

async function withUsers(peer: Peer): Promise<void> {
  const talk = new Talk(peer.bootstrapServers);
  try {
    await addScramUsers(talk);
  } finally {
    talk.close();
  }
}

function environmentOf(peer: Peer, scale: Scale): Readonly<Record<string, string>> {
  return {
    KGO_SEEDS: peer.bootstrapServers,
    KGO_TEST_RF: "1",
    KGO_TEST_RECORDS: String(recordsMoved[scale]),
    // A transaction may begin before the one before it has ended for good, as Apache Kafka allows.
    KGO_TEST_UNSAFE: "1",
    KGO_LOG_LEVEL: "none",
    KGO_TEST_SCRAM_SEEDS: addressOf(peer, "scram"),
    KGO_TEST_SCRAM: `${user}:${passwords[user]}`,
    KGO_TEST_OAUTH_SEEDS: addressOf(peer, "unsigned"),
  };
}

function isSkipped({ outcomes }: TestRun): boolean {
  return Object.values(outcomes).includes("skip");
}

function cased(tests: GoTests, name: string, scale: Scale): Case {
  return {
    name,
    async run(peer): Promise<Verdict> {
      if (name.startsWith("TestSCRAM")) await withUsers(peer);
      const options = { env: environmentOf(peer, scale), timeoutMs: timeoutMs[scale] };
      const first = await runGoTest(tests, name, options);
      // What a broker can is asked by the first test of a process that makes a topic; one that wants to know before skips, and does not once it is known.
      const { outcomes, output } = isSkipped(first) ? await runGoTest(tests, name, { ...options, times: 2 }) : first;
      if (Object.values(outcomes).includes("fail"))
        throw new MillraceError("REQUEST_FAILED", JSON.stringify(outcomes, null, 1), { hint: output.slice(-outputShownMax) });
      return outcomes;
    },
  };
}

/** The tests that franz-go has of itself: those that talk to a broker. */
export const franzGoTests: Suite = {
  name: "franz-go-tests",
  listeners: async () => plainSaslListeners,
  async prepare(scale) {
    const tests = await buildGoTests(join(conformanceFolder, "go"), "github.com/twmb/franz-go/pkg/kgo");
    const talking = await testsThatCall(tests.sources, "getSeedBrokers");
    const isOurs = (name: string): boolean => talking.has(name) || /^Test(SCRAM|OAuth)/.test(name);
    const cases = tests.names.filter(isOurs).map((name) => cased(tests, name, scale));
    return { cases, async close() {} };
  },
};
