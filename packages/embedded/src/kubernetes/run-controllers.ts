import type { Broker } from "@millrace/broker";
import { TopicController } from "@millrace/controllers";
import type { Clock, Logger, Opened, Random } from "@millrace/kit";
import { KubeClient, type MetricFamily, type Transport } from "@millrace/kube";
import { effectiveTopic, type Platform } from "@millrace/resources";
import { declareFiles } from "./declare.ts";
import { Settling, type TopicsOutcome } from "./settling.ts";

export interface RunControllersOptions {
  readonly declared: Platform;
  readonly prune: boolean;
  readonly transport: Transport;
  readonly broker: Broker;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface RunningControllers {
  /** What the controllers have made of the files. */
  readonly topics: TopicsOutcome;
  /** What there is to tell of reconciliations. */
  metrics(): readonly MetricFamily[];
}

const inProcess = "127.0.0.1:1";

/** Declares what files say to the API, and runs the controllers on it; resolves when they have looked at all of it. */
export async function runControllers(options: RunControllersOptions, opened: Opened): Promise<RunningControllers> {
  const { declared, prune, transport, broker, clock, random } = options;
  const client = new KubeClient({ transport, clock });
  const settling = new Settling(await declareFiles(client, declared, { prune }));
  const { name } = declared.kafka.metadata;
  const controller = new TopicController({
    client,
    serves: ({ metadata }) => metadata.name === name,
    addressOf: () => ({ bootstrapServers: inProcess, connect: async () => broker.connect() }),
    effective: effectiveTopic,
    onSettled: settling.see,
    ...{ clock, random, logger: options.logger.named("controllers") },
  });
  opened.add(controller);
  await controller.start();
  return { topics: await settling.outcome(clock), metrics: () => controller.metrics() };
}
