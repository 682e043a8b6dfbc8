import { checkPlatform, type Platform, readSources, startPlatform } from "@millrace/embedded";
import { jsonLogger, type LogLevel, systemClock } from "@millrace/kit";
import { dataDirectory, keepOutOfGit } from "../data-directory.ts";
import { reportNotices, reportProblems } from "../report.ts";
import { endLongStart, startIsOver, startSparingly } from "../start-tuning.ts";

export interface UpOptions {
  /** Files, folders, or `-`. */
  readonly files: readonly string[];
  readonly data?: string;
  readonly host?: string;
  readonly metricsHost?: string;
  readonly allowInsecure?: boolean;
  readonly port?: number;
  readonly metricsPort?: number;
  readonly kubernetesPort?: number;
  readonly prune: boolean;
  readonly output: "text" | "json";
  readonly logLevel: LogLevel;
}

/** Runs a platform until it is told to stop. Returns the exit code; throws MillraceError. */
export async function up(options: UpOptions): Promise<number> {
  startSparingly();
  const cancel = endLongStart(systemClock);
  const { platform, problems, warnings, withoutEffect } = checkPlatform(readSources(options.files));
  if (platform === undefined) return reportProblems(problems);
  reportNotices({ warnings, withoutEffect });
  const stopped = stopSignal();
  const running = await startPlatform({
    platform,
    directory: dataDirectory(platform, options.data),
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.metricsHost === undefined ? {} : { metricsHost: options.metricsHost }),
    allowInsecure: options.allowInsecure ?? false,
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.metricsPort === undefined ? {} : { metricsPort: options.metricsPort }),
    ...(options.kubernetesPort === undefined ? {} : { kubernetesPort: options.kubernetesPort }),
    prune: options.prune,
    logger: jsonLogger({ level: options.logLevel, write: (line) => process.stderr.write(line), now: () => systemClock.now() }),
  });
  if (running.storage === "persistent") keepOutOfGit(options.data);
  report(running, options.output);
  cancel();
  startIsOver();
  await stopped;
  await running.close();
  return 0;
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
function stopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      resolve();
      process.once(signal, () => process.exit(signal === "SIGINT" ? 130 : 143));
    });
  }
  return promise;
}

function report(running: Platform, output: UpOptions["output"]): void {
  const { cluster, clusterId, endpoints, metricsUrl, kubernetes, storage, directory, topics, users } = running;
  for (const { text } of [...topics.done, ...users.done]) process.stderr.write(`${text}\n`);
  for (const { topic, reason, message } of topics.failed) process.stderr.write(`warning: KafkaTopic ${topic}: ${reason}: ${message}\n`);
  for (const { user, reason, message } of users.failed) process.stderr.write(`warning: user ${user}: ${reason}: ${message}\n`);
  for (const user of users.left)
    process.stderr.write(`warning: KafkaUser ${user}: no longer declared; it keeps its rights until --prune\n`);
  if (output === "json") {
    const kafka = { bootstrapServers: endpoints[0]?.bootstrapServers, listeners: endpoints };
    const metrics = metricsUrl === undefined ? {} : { metrics: { url: metricsUrl } };
    process.stdout.write(`${JSON.stringify({ ready: true, cluster, clusterId, storage, directory, kafka, kubernetes, ...metrics })}\n`);
    return;
  }
  for (const { listener, bootstrapServers } of endpoints)
    process.stdout.write(`Kafka ${cluster} is ready at ${bootstrapServers} (listener ${listener})\n`);
  process.stdout.write(`Its Kubernetes API is at ${kubernetes.server} (kubeconfig ${kubernetes.kubeconfig})\n`);
  if (metricsUrl !== undefined) process.stdout.write(`Metrics of ${cluster} are at ${metricsUrl}\n`);
}
