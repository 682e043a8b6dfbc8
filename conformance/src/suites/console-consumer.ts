import type { JavaPrograms } from "../java-programs.ts";
import type { Peer } from "../peers/peer.ts";

const patienceMs = 120_000;

/** Values in a topic from its beginning, as Kafka's console consumer reads them when only what is committed counts. */
export async function readCommittedLines(programs: JavaPrograms, { bootstrapServers }: Peer, topic: string): Promise<readonly string[]> {
  const args = ["--bootstrap-server", bootstrapServers, "--topic", topic, "--from-beginning", "--isolation-level", "read_committed"];
  // It ends when nothing came for a while, and says so on standard error.
  const reader = await programs.start("org.apache.kafka.tools.consumer.ConsoleConsumer", [...args, "--timeout-ms", "10000"]);
  await reader.until("it has read all", patienceMs, async () => (reader.running ? undefined : true));
  return reader.lines();
}
