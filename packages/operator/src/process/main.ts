import { hostname } from "node:os";
import { jsonLogger, type LogLevel, MillraceError, messageOf, Opened, systemClock, systemRandom } from "@millrace/kit";
import { httpsTransport } from "@millrace/kube/https";
import { HttpEndpoint, observationRoutes } from "@millrace/observation";
import { clusterAccess } from "./cluster-access.ts";
import { programOf } from "./programs.ts";

/**
 * The programs of the operator's image: `/opt/millrace/main.js [cluster-operator | topic-operator | user-operator | drain-cleaner]`. Their environment has
 * their settings; they log to the standard output, a line of JSON each.
 */

const clock = systemClock;

/** Resolves at the first signal that asks for an end; the second ends the process at once. */
const interrupted = (): Promise<undefined> =>
  new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve(undefined));
  });

async function run(opened: Opened): Promise<void> {
  const stop = interrupted();
  const program = programOf(process.argv[2], process.env);
  const { settings } = program;
  const logger = jsonLogger({
    level: settings.logLevel.toLowerCase() as LogLevel,
    write: (line) => process.stdout.write(line),
    now: () => clock.now(),
  });
  const { transport } = opened.add(httpsTransport(clusterAccess(process.env), clock));
  const operator = program.open({ transport, hostName: hostname(), clock, random: systemRandom, logger });
  const place = { host: settings.httpHost, port: settings.httpPort, portSetting: "MILLRACE_HTTP_PORT" };
  const { url } = opened.add(await HttpEndpoint.listen(place, { get: observationRoutes(operator), ...operator.routes }, logger));
  logger.info("the operator has started", { url });
  opened.add(operator);
  operator.start();
  const failure = await Promise.race([operator.ended, stop]);
  if (failure === undefined) {
    logger.info("the operator stops");
    return;
  }
  logger.error("the operator ends", { why: failure });
  process.exitCode = 1;
  clock.after(program.endMsMax, () => process.exit());
}

const opened = new Opened();
try {
  await run(opened);
} catch (thrown) {
  console.error(messageOf(thrown));
  if (thrown instanceof MillraceError && thrown.hint !== undefined) console.error(thrown.hint);
  process.exitCode = 1;
}
await opened.close();
