import { join } from "node:path";
import { type Closeable, sleep, systemClock } from "@millrace/kit";
import { JavaPrograms } from "../../java-programs.ts";
import { Daemon, tiedToUs } from "../../peers/daemon.ts";
import { conformanceFolder } from "../../suite.ts";
import { compileJava, kafkaClasspath } from "../../toolchain/java.ts";
import { pythonWith } from "../../toolchain/python.ts";
import { Journal } from "./journal.ts";
import { Tally } from "./tally.ts";

/** Where the load goes, and as whom. */
export interface Target {
  readonly bootstrapServers: string;
  readonly user: string;
  readonly password: string;
  /** A file with the certificate of the Kafka's authority. */
  readonly authority: string;
  readonly topic: string;
  readonly partitions: number;
  /** The command line that runs a program which finds the brokers by their names. */
  withNames(command: readonly string[]): readonly [command: string, args: readonly string[]];
}

/** Of each of the two producers. */
const recordsPerSecond = 500;
const drainMsMax = 120_000;
/** Programs, by the names that their records have, or of their groups. */
const [transactional, idempotent, javaGroup, libraryGroup] = ["transactional", "idempotent", "java-group", "librdkafka-group"];

interface Program {
  readonly name: string;
  readonly isProducer: boolean;
  end(): Promise<unknown>;
}

/**
 * A load that goes on whatever becomes of its Kafka: a transactional producer and a group by Kafka's own clients, an idempotent producer and a group
 * by librdkafka, each with the defaults of its library.
 */
export class Load implements Closeable {
  readonly tally = new Tally();
  readonly #java: JavaPrograms;
  readonly #programs: Program[] = [];
  readonly #journals: Journal[] = [];

  private constructor(java: JavaPrograms) {
    this.#java = java;
  }

  static async start(target: Target): Promise<Load> {
    const classpath = await kafkaClasspath();
    const classes = await compileJava(join(conformanceFolder, "java"), classpath);
    const load = new Load(await JavaPrograms.open([classes, ...classpath], target.withNames));
    await load.#start(target);
    return load;
  }

  async #start(target: Target): Promise<void> {
    const { topic, partitions } = target;
    const [path, interpreter] = [await this.#java.properties("load.properties", javaProperties(target)), await pythonWith([librdkafka])];
    const rate = String(recordsPerSecond);
    await this.#startJava(transactional, "TransactionalLoad", [path, topic, String(partitions), rate], true);
    await this.#startJava(javaGroup, "GroupLoad", [path, topic, javaGroup], false);
    const settings = JSON.stringify(librdkafkaSettings(target));
    const python = (command: readonly string[]) => target.withNames([interpreter, ...command]);
    this.#startPython(python, idempotent, [settings], ["produce", topic, String(partitions), rate], true);
    this.#startPython(python, libraryGroup, [settings], ["consume", topic, libraryGroup], false);
  }

  async #startJava(name: string, mainClass: string, args: readonly string[], isProducer: boolean): Promise<void> {
    const program = await this.#java.start(`dev.millrace.conformance.${mainClass}`, [...args, this.#journalOf(name)]);
    this.#programs.push({ name, isProducer, end: () => program.stop() });
  }

  #startPython(python: Target["withNames"], name: string, before: readonly string[], after: readonly string[], isProducer: boolean): void {
    const script = ["-B", join(conformanceFolder, "python/load.py"), ...before, this.#journalOf(name), ...after];
    const daemon = new Daemon(...tiedToUs(...python(script)), { logFile: join(this.#java.folder, `${name}.log`), cwd: this.#java.folder });
    this.#programs.push({ name, isProducer, end: () => daemon.end("SIGTERM", drainMsMax) });
  }

  #journalOf(name: string): string {
    const path = join(this.#java.folder, `${name}.journal`);
    this.#journals.push(new Journal(name, path));
    return path;
  }

  /** Takes in what the programs have written since. */
  async look(): Promise<Tally> {
    for (const journal of this.#journals) for await (const seen of journal.news()) this.tally.add(seen);
    return this.tally;
  }

  /** Ends the producers, lets the groups read what is left, and ends them. What was lost by then is lost. */
  async finish(): Promise<{ readonly lost: readonly string[]; readonly doubled: readonly string[] }> {
    await Promise.all(this.#programs.filter(({ isProducer }) => isProducer).map((program) => program.end()));
    const groups = this.#programs.filter(({ isProducer }) => !isProducer).map(({ name }) => name);
    const lost = (): readonly string[] =>
      groups.flatMap((group) => this.tally.lost(group).map((record) => `${record} is not read by ${group}`));
    const endMs = systemClock.monotonicMs() + drainMsMax;
    do {
      await sleep(systemClock, 500);
      await this.look();
    } while (lost().length > 0 && systemClock.monotonicMs() < endMs);
    return { lost: lost(), doubled: this.tally.doubled };
  }

  async close(): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.end()));
    await this.#java.close();
  }
}

const librdkafka = "confluent-kafka==2.16.1";

const javaProperties = ({ bootstrapServers, user, password, authority }: Target): Readonly<Record<string, string>> => ({
  "bootstrap.servers": bootstrapServers,
  "security.protocol": "SASL_SSL",
  "sasl.mechanism": "SCRAM-SHA-512",
  "sasl.jaas.config": `org.apache.kafka.common.security.scram.ScramLoginModule required username="${user}" password="${password}";`,
  "ssl.truststore.type": "PEM",
  "ssl.truststore.location": authority,
});

const librdkafkaSettings = ({ bootstrapServers, user, password, authority }: Target): Readonly<Record<string, string>> => ({
  "bootstrap.servers": bootstrapServers,
  "security.protocol": "SASL_SSL",
  "sasl.mechanism": "SCRAM-SHA-512",
  "sasl.username": user,
  "sasl.password": password,
  "ssl.ca.location": authority,
});
