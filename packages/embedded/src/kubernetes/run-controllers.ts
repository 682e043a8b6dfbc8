import {
  AwaitedController,
  Canaries,
  type KafkaBackend,
  KafkaController,
  RebalanceController,
  type SettledKafka,
  TopicController,
  UserController,
  WatchedKafkas,
} from "@millrace/controllers";
import type { Files } from "@millrace/files";
import type { Clock, Logger, Opened, Random } from "@millrace/kit";
import type { KubeClient, MetricFamily } from "@millrace/kube";
import { type TopicAction, topicFinalizer, type UserAction } from "@millrace/plans";
import { awaitedKindNames, effectiveTopic, type Platform, userWarnings } from "@millrace/resources";
import { userMemory } from "../apply/users.ts";
import type { RestartableBroker } from "../kafka/restartable-broker.ts";
import type { DeclaredFiles } from "./declare.ts";
import { Settling, settledInTime, type TopicsOutcome, type UsersOutcome } from "./settling.ts";

export interface RunControllersOptions {
  readonly client: KubeClient;
  readonly declared: Platform;
  /** What has become of it in the API. */
  readonly declaredFiles: DeclaredFiles;
  readonly broker: Pick<RestartableBroker, "connect">;
  /** Runs the Kafka. */
  readonly backend: KafkaBackend;
  readonly files: Files;
  /** The data directory. */
  readonly directory: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface RunningControllers {
  /** What the controllers have made of the files. */
  readonly topics: TopicsOutcome;
  readonly users: UsersOutcome;
  /** What there is to tell of reconciliations. */
  metrics(): readonly MetricFamily[];
}

const inProcess = "127.0.0.1:1";

/** Runs the controllers on what files have declared to the API; resolves when they have looked at all of it. */
export async function runControllers(options: RunControllersOptions, opened: Opened): Promise<RunningControllers> {
  const { client, declared, declaredFiles, broker, clock, random } = options;
  const { kafka } = declared;
  const logger = options.logger.named("controllers");
  const addressOf = () => ({ bootstrapServers: inProcess, connect: () => broker.connect() });
  const watched = opened.add(new WatchedKafkas({ client, addressOf, clock, random, logger }));
  const serves = ({ metadata }: typeof kafka): boolean => metadata.name === kafka.metadata.name;
  const canaries = opened.add(new Canaries({ watched, addressOf, clock, random, logger }));
  const common = { client, watched, serves, clock, random, logger };
  const topics = new Settling<TopicAction>(declaredFiles.topics.present, goingTopics(declaredFiles));
  const topicController = opened.add(new TopicController({ ...common, effective: effectiveTopic, onSettled: topics.seeTopic }));
  const memory = userMemory(options.files, options.directory);
  const users = new Settling<UserAction>(declaredFiles.users.present, goingUsers(declaredFiles, declared, new Set(memory.names(kafka))));
  const kafkaSettled = Promise.withResolvers<void>();
  const onKafka = ({ kafka: { metadata } }: SettledKafka): void => {
    if (metadata.name === kafka.metadata.name) kafkaSettled.resolve();
  };
  const kafkaController = opened.add(new KafkaController({ ...common, backend: options.backend, onSettled: onKafka }));
  const userController = opened.add(new UserController({ ...common, memory, warningsOf: userWarnings, onSettled: users.seeUser }));
  const controllers = [kafkaController, topicController, userController];
  const late = startLater({ client, watched, clock, random, logger }, opened);
  await Promise.all(controllers.map((controller) => controller.start()));
  const [topicsOutcome, usersOutcome] = await Promise.all([
    topics.outcome(clock),
    users.outcome(clock),
    settledInTime(kafkaSettled, clock),
  ]);
  return {
    topics: { ...topicsOutcome, failed: topicsOutcome.failed.map(({ name: topic, ...reason }) => ({ topic, ...reason })) },
    users: {
      ...usersOutcome,
      failed: usersOutcome.failed.map(({ name: user, ...reason }) => ({ user, ...reason })),
      left: declaredFiles.users.left.map(({ metadata }) => metadata.name),
    },
    metrics: () => [...controllers, ...late, canaries].flatMap((controller) => controller.metrics()),
  };
}

/** Nobody waits for what these say: they begin when the start is over. */
const lateMs = 1_000;

type Late = AwaitedController | RebalanceController;

function startLater(
  options: Pick<RunControllersOptions, "client" | "clock" | "random" | "logger"> & { readonly watched: WatchedKafkas },
  opened: Opened,
): readonly Late[] {
  const awaited = awaitedKindNames.map((kind) => opened.add(new AwaitedController({ ...options, kind })));
  const controllers = [opened.add(new RebalanceController(options)), ...awaited];
  const start = (controller: Late): void => void controller.start().catch(() => {}); // ended before it had seen all there is
  opened.defer(options.clock.after(lateMs, () => controllers.forEach(start)));
  return controllers;
}

/** What has no finalizer is gone already. */
const goingTopics = ({ topics }: DeclaredFiles) =>
  topics.pruned.filter(({ metadata }) => metadata.finalizers?.includes(topicFinalizer) === true);

/** Those that were brought about, if somebody looks after users. */
function goingUsers({ users }: DeclaredFiles, { kafka }: Platform, known: ReadonlySet<string>) {
  const isServed = kafka.spec.entityOperator?.userOperator !== undefined;
  return isServed ? users.pruned.filter(({ metadata }) => known.has(metadata.name)) : [];
}
