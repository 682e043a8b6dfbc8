import { sleep, systemClock } from "@millrace/kit";
import { type JavaPrograms, withPrograms } from "../java-programs.ts";
import type { Peer } from "../peers/peer.ts";
import type { Suite } from "../suite.ts";
import { streamsClasspath } from "../toolchain/java.ts";
import type { Verdict } from "../verdicts.ts";
import { createTopic } from "../wire/exchange.ts";
import { type Application, processesMore, startInstance, stopInstance } from "./streams-application.ts";

/** The last release whose test jar holds the EOS driver; the application runs on this release's library and clients. */
const eosVersion = "4.2.0";

const eosTest: Application = {
  mainClass: "org.apache.kafka.streams.tests.StreamsEosTest",
  command: "process-complex",
  saysWhenItRuns: "StateChange: REBALANCING -> RUNNING",
  saysWhenItEnds: "EOS-TEST-CLIENT-CLOSED",
};

const patienceMs = 300_000;

/** Topics that the driver writes and reads; Kafka's system tests give each five partitions. */
const eosTopics = ["data", "echo", "min", "sum", "repartition", "max", "cnt"];

/** Where the stores log their changes. The application asks for three replicas of these, so on one broker they have to be there before. */
const changelogs = ["0000000003", "0000000007", "0000000014", "0000000018"].map(
  (number) => `EosTest-KSTREAM-AGGREGATE-STATE-STORE-${number}-changelog`,
);

const partitions = 5;

/** The driver generates while instances are killed and come back, and the broker does; then all ends and what is there is verified. */
async function processExactlyOnce(peer: Peer, programs: JavaPrograms): Promise<Verdict> {
  for (const topic of eosTopics) await createTopic(peer.bootstrapServers, topic, partitions);
  for (const topic of changelogs) await createTopic(peer.bootstrapServers, topic, partitions, { "cleanup.policy": "compact" });
  const propertiesOf = (name: string) =>
    programs.properties(`${name}.properties`, {
      "bootstrap.servers": peer.bootstrapServers,
      "processing.guarantee": "exactly_once_v2",
      "session.timeout.ms": "10000",
      "state.dir": `${programs.folder}/${name}`,
    });
  const start = async (name: string) => startInstance(programs, eosTest, await propertiesOf(name));
  const driver = await programs.start(eosTest.mainClass, [await propertiesOf("driver"), "run"]);

  const first = await start("first");
  const second = await start("second");
  await processesMore(first);
  await first.kill9();
  await processesMore(second);
  const again = await start("first");
  await second.kill9();
  await processesMore(again);
  const third = await start("third");

  await peer.kill9();
  await sleep(systemClock, 500);
  await peer.restart();
  await Promise.all([processesMore(again), processesMore(third)]);

  await driver.stop();
  for (const instance of [again, third]) await stopInstance(instance, eosTest);
  const verifier = await programs.start(eosTest.mainClass, [await propertiesOf("verifier"), "verify-complex"]);
  const output = await verifier.succeed(patienceMs);
  return { generated: /Producer closed: \d+ records/.test(await driver.output()), verified: output.includes("ALL-RECORDS-DELIVERED") };
}

/** Kafka Streams' own test of exactly-once: every result is there, and once, though instances and the broker were killed. */
export const streamsEos: Suite = {
  name: "streams-eos",
  async prepare() {
    const classpath = await streamsClasspath(eosVersion);
    const run = (peer: Peer) => withPrograms(classpath, (programs) => processExactlyOnce(peer, programs));
    return { cases: [{ name: "EosTestDriver", run }], async close() {} };
  },
};
