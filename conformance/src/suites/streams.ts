import { type JavaPrograms, withPrograms } from "../java-programs.ts";
import type { Peer } from "../peers/peer.ts";
import type { Suite } from "../suite.ts";
import { streamsClasspath } from "../toolchain/java.ts";
import type { Verdict } from "../verdicts.ts";
import { createTopic } from "../wire/exchange.ts";
import { type Application, processesMore, startInstance, stopInstance } from "./streams-application.ts";

const smokeTest: Application = {
  mainClass: "org.apache.kafka.streams.tests.StreamsSmokeTest",
  command: "process",
  saysWhenItRuns: "SMOKE-TEST-CLIENT-STARTED",
  saysWhenItEnds: "SMOKE-TEST-CLIENT-CLOSED",
};

/** The driver produces for a minute and a half, then waits for what the application makes of it. */
const driverPatienceMs = 600_000;

/** Topics that the driver writes and reads; Kafka's system tests give each five partitions. */
const smokeTopics = [
  ...["data", "echo", "max", "min", "min-suppressed", "min-raw", "dif", "sum", "sws-raw", "sws-suppressed", "cnt", "avg", "tagg", "fk"],
];

/** What the driver says at its end. An application that processes at least once may process more than there was. */
function verdictIn(output: string, guarantee: string): Verdict {
  const says = (mark: string): boolean => output.split("\n").includes(mark);
  const sum = { "ALL-RECORDS-DELIVERED": says("ALL-RECORDS-DELIVERED"), SUCCESS: says("SUCCESS") };
  if (guarantee === "at_least_once") return sum;
  return { ...sum, "PROCESSED-MORE-THAN-GENERATED": says("PROCESSED-MORE-THAN-GENERATED") };
}

/** The driver generates; three instances come one after the other; one is killed, one is stopped and one is added. */
async function smoke(peer: Peer, programs: JavaPrograms, guarantee: string, group: Readonly<Record<string, string>>): Promise<Verdict> {
  for (const topic of smokeTopics) await createTopic(peer.bootstrapServers, topic, 5);
  const properties = await programs.properties("streams.properties", {
    "bootstrap.servers": peer.bootstrapServers,
    "processing.guarantee": guarantee,
    "num.stream.threads": "1",
    ...group,
  });
  const driver = await programs.start(smokeTest.mainClass, [properties, "run"]);
  const first = await startInstance(programs, smokeTest, properties);
  const second = await startInstance(programs, smokeTest, properties);
  await processesMore(first);
  await first.kill9();
  await processesMore(second);
  const third = await startInstance(programs, smokeTest, properties);
  await stopInstance(second, smokeTest);
  const output = await driver.succeed(driverPatienceMs);
  await third.stop();
  return verdictIn(output, guarantee);
}

/** Members of classic groups say themselves for how long they may be silent; of streams groups the broker says it. */
const classicGroup = { "session.timeout.ms": "10000" };
const streamsGroup = { "group.protocol": "streams" };
const quickStreamsGroups = {
  "group.streams.min.session.timeout.ms": "10000",
  "group.streams.session.timeout.ms": "10000",
  "group.streams.min.heartbeat.interval.ms": "1000",
  "group.streams.heartbeat.interval.ms": "1000",
};

function streamsSuite(name: string, guarantee: string, group: Readonly<Record<string, string>> = classicGroup): Suite {
  return {
    name,
    takesMinutes: true,
    config: group === streamsGroup ? quickStreamsGroups : {},
    async prepare() {
      const classpath = await streamsClasspath();
      const run = (peer: Peer) => withPrograms(classpath, (programs) => smoke(peer, programs, guarantee, group));
      return { cases: [{ name: "SmokeTestDriver", run }], async close() {} };
    },
  };
}

/** Kafka Streams' own smoke test: its driver generates records, checks all that the application makes of them, and says so. */
export const streamsAtLeastOnce: Suite = streamsSuite("streams-at-least-once", "at_least_once");
export const streamsExactlyOnce: Suite = streamsSuite("streams-exactly-once", "exactly_once_v2");
/** The same where the broker assigns tasks and makes the internal topics (KIP-1071). */
export const streamsGroupsAtLeastOnce: Suite = streamsSuite("streams-groups", "at_least_once", streamsGroup);
