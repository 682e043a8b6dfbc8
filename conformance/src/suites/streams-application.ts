import type { JavaProgram, JavaPrograms } from "../java-programs.ts";

const patienceMs = 180_000;

/** One of the applications that test Kafka Streams, and what its instances print. */
export interface Application {
  readonly mainClass: string;
  /** Of the main class, that makes it an instance of the application. */
  readonly command: string;
  readonly saysWhenItRuns: string;
  readonly saysWhenItEnds: string;
}

/** Starts an instance of the application and waits until it has work. */
export async function startInstance(programs: JavaPrograms, application: Application, properties: string): Promise<JavaProgram> {
  const { mainClass, command, saysWhenItRuns } = application;
  const instance = await programs.start(mainClass, [properties, command]);
  await instance.until("the instance runs", patienceMs, async (it) => ((await it.output()).includes(saysWhenItRuns) ? true : undefined));
  return instance;
}

/** Waits until an instance says that it processed records after it had said what it has by now. */
export async function processesMore(instance: JavaProgram): Promise<void> {
  const count = async () => (await instance.lines()).filter((line) => line.startsWith("processed ")).length;
  const before = await count();
  await instance.until("it processes records", patienceMs, async () => ((await count()) > before ? true : undefined));
}

/**
 * What an instance says that was given a task as it ended: Kafka's test applications take their folder away at the signal to end, while their
 * threads still work in it. It says nothing of the broker, and what was processed is looked at anyway.
 */
const folderGone =
  /ProcessorStateException: Parent \[.*\] of task directory \[.*\] doesn't exist and couldn't be created|RocksDBException: While .*: No such file or directory/;

/** Ends an instance in order: it commits what it has done, leaves its group and says so. */
export async function stopInstance(instance: JavaProgram, { saysWhenItEnds }: Application): Promise<void> {
  await instance.stop();
  const hasEnded = (output: string) => output.includes(saysWhenItEnds) || folderGone.test(output);
  await instance.until("it says that it is closed", 1_000, async (it) => (hasEnded(await it.output()) ? true : undefined));
}
