import { type JavaProgram, type JavaPrograms, withPrograms } from "../java-programs.ts";
import type { Peer } from "../peers/peer.ts";
import type { Suite } from "../suite.ts";
import { streamsClasspath } from "../toolchain/java.ts";
import type { Verdict } from "../verdicts.ts";
import { createTopic } from "../wire/exchange.ts";

const smokeTest = "org.apache.kafka.streams.tests.StreamsSmokeTest";

const patienceMs = 180_000;

/** The driver produces for a minute and a half, then waits for what the application makes of it. */
const driverPatienceMs = 600_000;

/** Topics that the driver writes and reads; Kafka's system tests give each five partitions. */
const smokeTopics = [
  ...["data", "echo", "max", "min", "min-suppressed", "min-raw", "dif", "sum", "sws-raw", "sws-suppressed", "cnt", "avg", "tagg", "fk"],
];

/** Starts an instance of the application and waits until it has work. */
async function startInstance(programs: JavaPrograms, properties: string): Promise<JavaProgram> {
  const instance = await programs.start(smokeTest, [properties, "process"]);
  await instance.until("the instance runs", patienceMs, async (it) =>
    (await it.output()).includes("SMOKE-TEST-CLIENT-STARTED") ? true : undefined,
  );
  return instance;
}

/** Waits until an instance says that it processed records after it had said what it has by now. */
async function processesMore(instance: JavaProgram): Promise<void> {
  const count = async () => (await instance.lines()).filter((line) => line.startsWith("processed ")).length;
  const before = await count();
  await instance.until("it processes records", patienceMs, async () => ((await count()) > before ? true : undefined));
}

/** What the driver says at its end. An application that processes at least once may process more than there was. */
function verdictIn(output: string, guarantee: string): Verdict {
  const says = (mark: string): boolean => output.split("\n").includes(mark);
  const sum = { "ALL-RECORDS-DELIVERED": says("ALL-RECORDS-DELIVERED"), SUCCESS: says("SUCCESS") };
  if (guarantee === "at_least_once") return sum;
  return { ...sum, "PROCESSED-MORE-THAN-GENERATED": says("PROCESSED-MORE-THAN-GENERATED") };
}

/** The driver generates; three instances come one after the other; one is killed, one is stopped and one is added. */
async function smoke(peer: Peer, programs: JavaPrograms, guarantee: string): Promise<Verdict> {
  for (const topic of smokeTopics) await createTopic(peer.bootstrapServers, topic, 5);
  const properties = await programs.properties("streams.properties", {
    "bootstrap.servers": peer.bootstrapServers,
    "processing.guarantee": guarantee,
    "num.stream.threads": "1",
    "session.timeout.ms": "10000",
  });
  const driver = await programs.start(smokeTest, [properties, "run"]);
  const first = await startInstance(programs, properties);
  const second = await startInstance(programs, properties);
  await processesMore(first);
  await first.kill9();
  await processesMore(second);
  const third = await startInstance(programs, properties);
  await second.stop();
  await second.until("it says that it is closed", 1_000, async (it) =>
    (await it.output()).includes("SMOKE-TEST-CLIENT-CLOSED") ? true : undefined,
  );
  const output = await driver.succeed(driverPatienceMs);
  await third.stop();
  return verdictIn(output, guarantee);
}

function streamsSuite(name: string, guarantee: string): Suite {
  return {
    name,
    async prepare() {
      const classpath = await streamsClasspath();
      const run = (peer: Peer) => withPrograms(classpath, (programs) => smoke(peer, programs, guarantee));
      return { cases: [{ name: "SmokeTestDriver", run }], async close() {} };
    },
  };
}

/** Kafka Streams' own smoke test: its driver generates records, checks all that the application makes of them, and says so. */
export const streamsAtLeastOnce: Suite = streamsSuite("streams-at-least-once", "at_least_once");
export const streamsExactlyOnce: Suite = streamsSuite("streams-exactly-once", "exactly_once_v2");
