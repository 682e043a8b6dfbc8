import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { exportedOf, exporterFamilies, exporterPatterns, viewKafka } from "@millrace/controllers";
import { Canary } from "@millrace/controllers/canary";
import { type Clock, MillraceError, silentLogger, sleep, systemClock, systemRandom } from "@millrace/kit";
import type { MetricFamily } from "@millrace/kube";
import { notLit, othersTell } from "../monitoring/elsewhere.ts";
import { type Queried, queriedByAll } from "../monitoring/queried.ts";
import { ownQueries, variableQueries } from "../monitoring/queries.ts";
import { Told, untold } from "../monitoring/told.ts";
import { scrape } from "../observed/prometheus-text.ts";
import { controllersMetrics } from "./controllers-metrics.ts";
import type { RunningNodes } from "./running-nodes.ts";
import type { Trial } from "./trials.ts";

/** Twenty times as often. */
const hurried: Clock = { ...systemClock, every: (periodMs, task) => systemClock.every(periodMs / 20, task) };

const brokersOf = ({ cluster }: RunningNodes) => cluster.nodes.filter(({ isBroker }) => isBroker);

async function eventually(what: string, holds: () => boolean): Promise<void> {
  const deadlineMs = systemClock.monotonicMs() + 90_000;
  while (!holds()) {
    if (systemClock.monotonicMs() > deadlineMs) throw new MillraceError("TIMED_OUT", `it did not come about that ${what}`);
    await sleep(systemClock, 100);
  }
}

async function withCanary<T>(nodes: RunningNodes, work: (canary: Canary) => Promise<T>): Promise<T> {
  const address = await nodes.asOperator();
  const brokers = brokersOf(nodes).map(({ id }) => id);
  const own = { clock: hurried, random: systemRandom, logger: silentLogger };
  const canary = new Canary({ address: () => address, brokers: () => brokers, ...own });
  try {
    return await work(canary);
  } finally {
    await canary.close();
  }
}

/** Sum of what the canary tells of one metric, of samples with these labels. */
function toldBy(canary: Canary, name: string, of: Readonly<Record<string, string>> = {}): number {
  const family = canary.metrics({}).find((each) => each.name === `strimzi_canary_${name}`);
  const samples = (family?.samples ?? []).filter(
    ({ suffix, labels }) => suffix === "" && Object.entries(of).every(([label, value]) => labels[label] === value),
  );
  return samples.reduce((sum, { value }) => sum + value, 0);
}

const canaryTrial: Trial = {
  name: "a canary sends through every broker, sees one that is down, and loses nothing by it",
  run: (nodes) =>
    withCanary(nodes, async (canary) => {
      const partitions = brokersOf(nodes).map((_, at) => ({ partition: String(at) }));
      const readMore = async (): Promise<void> => {
        const before = partitions.map((of) => toldBy(canary, "records_consumed_total", of));
        await eventually("records of all partitions are read", () =>
          partitions.every((of, at) => toldBy(canary, "records_consumed_total", of) > (before[at] ?? 0) + 1),
        );
      };
      await readMore();
      const down = brokersOf(nodes).find(({ isController }) => !isController);
      if (down === undefined) return ["there is no node that only serves"];
      const connections = (connected: boolean) =>
        toldBy(canary, "connection_total", { brokerid: String(down.id), connected: String(connected) });
      await nodes.stop(down);
      await eventually("the broker can't be connected to", () => connections(false) > 1);
      await readMore();
      const missed = toldBy(canary, "expected_cluster_size_error_total");
      await nodes.start([down]);
      const before = connections(true);
      await eventually("the broker can be connected to again", () => connections(true) > before);
      await readMore();
      const leaders = async () => {
        const admin = await nodes.admin();
        const [described] = await admin.describeTopics(["__strimzi_canary"]);
        await admin.close();
        return described?.topic?.partitions.map(({ leaderId }) => leaderId).toSorted() ?? [];
      };
      const ids = brokersOf(nodes).map(({ id }) => id);
      let led: readonly number[] = [];
      for (let looks = 0; looks < 100 && led.join() !== ids.join(); looks++) {
        led = await leaders();
        await sleep(systemClock, 200);
      }
      return [
        ...(missed > 0 ? [] : ["the broker was not missed"]),
        ...(led.join() === ids.join() ? [] : [`expected each of ${ids.join()} to lead a partition again, got ${led.join()}`]),
      ];
    }),
};

async function exported(nodes: RunningNodes): Promise<readonly MetricFamily[]> {
  const admin = await nodes.admin();
  try {
    await admin.alterGroupOffsets("trial-readers", [{ topic: "trial", partition: 0, offset: 1 }]);
    return exporterFamilies(await viewKafka(admin, await exportedOf(exporterPatterns(nodes.cluster.kafka))), {});
  } finally {
    await admin.close();
  }
}

async function observed<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(join(import.meta.dirname, "../observed", name), "utf8")) as T;
}

const exporterTrial: Trial = {
  name: "topics and groups are told as Kafka Exporter tells them",
  async run(nodes) {
    const theirs = await observed<Record<string, { readonly type: string; readonly labels: readonly string[] }>>("kafka-exporter.json");
    const ours = (await exported(nodes)).map(({ name, type, samples }) => {
      const labels = [...new Set(samples.flatMap((sample) => Object.keys(sample.labels)))].sort();
      return [name, { type, labels }] as const;
    });
    const [expected, got] = [theirs, Object.fromEntries(ours)].map(
      (forms) => new Map(Object.entries(forms).map(([name, form]) => [name, JSON.stringify(form)])),
    );
    const names = new Set([...(expected?.keys() ?? []), ...(got?.keys() ?? [])]);
    return [...names].flatMap((name) =>
      expected?.get(name) === got?.get(name) ? [] : [`${name}: Kafka Exporter has ${expected?.get(name)}, we have ${got?.get(name)}`],
    );
  },
};

/** Everything that something of ours tells, once there is something to tell. */
async function everythingTold(nodes: RunningNodes): Promise<Told> {
  const told = new Told();
  for (const { id } of nodes.cluster.nodes) told.addScraped(await scrape(`http://${nodes.home(id).address}:9404/metrics`));
  told.addFamilies(await exported(nodes));
  await withCanary(nodes, async (canary) => {
    await eventually("records are read", () => toldBy(canary, "records_consumed_total") > 0 && toldBy(canary, "connection_total") > 0);
    told.addFamilies(canary.metrics({}));
  });
  told.addScraped(await controllersMetrics());
  return told;
}

type Tables = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>>>;

/** Of topics where something has failed: the suite `metrics` makes something fail. */
const onlyAfterFailures = /_failed(?:fetch|produce)requests_total$/;

const withoutFailures = (queried: Queried): Queried =>
  new Map(
    [...queried].map(([name, labels]) => [
      name,
      new Set([...labels].filter((label) => label !== "topic" || !onlyAfterFailures.test(name))),
    ]),
  );

const dashboardsTrial: Trial = {
  name: "every metric that our dashboards and alerts, and Strimzi's, ask for is told",
  async run(nodes) {
    const told = await everythingTold(nodes);
    const own = queriedByAll([...ownQueries, ...variableQueries].map(({ query }) => query));
    const { jmxPrometheusExporter = {}, operators = {} } = await observed<Tables>("strimzi-dashboards.json");
    const theirs = Object.values({ ...jmxPrometheusExporter, ...operators }).flatMap((metrics) => Object.entries(metrics));
    const queried = new Map<string, Set<string>>();
    for (const [name, labels] of theirs) queried.set(name, new Set([...(queried.get(name) ?? []), ...labels]));
    return [
      ...untold(withoutFailures(own), told, othersTell).map((failure) => `ours: ${failure}`),
      ...untold(withoutFailures(queried), told, notLit).map((failure) => `Strimzi's: ${failure}`),
    ];
  },
};

export const monitoringTrials: readonly Trial[] = [canaryTrial, exporterTrial, dashboardsTrial];
