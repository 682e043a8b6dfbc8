import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { authorizerConfig } from "../authorization/authorizer-config.ts";
import { authorizerMetrics } from "../observed/authorizer-metrics.ts";
import { load, loadedTopic, prepareLoad } from "../observed/load.ts";
import { type Family, type Sample, scrape } from "../observed/prometheus-text.ts";
import { quotaMetrics } from "../observed/quota-metrics.ts";
import type { MetricsNaming, Peer } from "../peers/peer.ts";
import type { Case, Suite } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { RawConnection } from "../wire/connection.ts";
import { apiVersionsFrame } from "../wire/requests.ts";

interface Form {
  readonly type: string;
  readonly labels: readonly string[];
}

type Dashboards = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

async function data<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(join(import.meta.dirname, "../observed", name), "utf8")) as T;
}

/** APIs that a broker of several threads, and its controller, do not use among themselves. */
const clientApis = ["Produce", "Heartbeat", "OffsetCommit"];

/** What the load changes, whatever else is going on in the broker. */
const loaded: Readonly<Record<string, (labels: Sample["labels"]) => boolean>> = {
  kafka_server_brokertopicmetrics_messagesin_total: ({ topic }) => topic === loadedTopic,
  kafka_server_brokertopicmetrics_bytesin_total: ({ topic }) => topic === loadedTopic,
  kafka_server_brokertopicmetrics_bytesout_total: ({ topic }) => topic === loadedTopic,
  kafka_server_brokertopicmetrics_totalproducerequests_total: ({ topic }) => topic === loadedTopic,
  kafka_server_brokertopicmetrics_totalfetchrequests_total: ({ topic }) => topic === loadedTopic,
  kafka_server_brokertopicmetrics_failedproducerequests_total: ({ topic }) => topic === undefined || topic === loadedTopic,
  kafka_server_brokertopicmetrics_failedfetchrequests_total: ({ topic }) => topic === undefined || topic === loadedTopic,
  kafka_server_brokertopicmetrics_bytesrejected_total: ({ topic }) => topic === undefined,
  kafka_server_brokertopicmetrics_invalidmessagecrcrecords_total: ({ topic }) => topic === undefined,
  kafka_network_requestmetrics_requests_total: ({ request = "" }) => clientApis.includes(request),
  kafka_network_requestmetrics_errors_total: ({ request = "" }) => clientApis.includes(request),
  kafka_network_requestmetrics_totaltimems_count_total: ({ request = "" }) => clientApis.includes(request),
  kafka_network_requestmetrics_requestbytes_count_total: ({ request = "" }) => clientApis.includes(request),
  kafka_log_log_size: ({ topic }) => topic === loadedTopic,
  kafka_log_log_logendoffset: ({ topic }) => topic === loadedTopic,
  kafka_log_log_logstartoffset: ({ topic }) => topic === loadedTopic,
  kafka_cluster_partition_replicascount: ({ topic }) => topic === loadedTopic,
  kafka_cluster_partition_atminisr: ({ topic }) => topic === loadedTopic,
  kafka_cluster_partition_underminisr: ({ topic }) => topic === loadedTopic,
};

const keyOf = (labels: Sample["labels"]): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(",");

/** How much each sample that the load concerns has grown. */
function growth(before: ReadonlyMap<string, Family>, after: ReadonlyMap<string, Family>): Verdict {
  return Object.fromEntries(
    Object.entries(loaded).map(([name, concerns]) => {
      const old = new Map(before.get(name)?.samples.map(({ labels, value }) => [keyOf(labels), value]));
      const grown = (after.get(name)?.samples ?? []).filter(({ labels }) => concerns(labels));
      const changes = grown.map(({ labels, value }) => [keyOf(labels), value - (old.get(keyOf(labels)) ?? 0)] as const);
      return [name, Object.fromEntries(changes.filter(([, change]) => change !== 0))];
    }),
  );
}

async function counters({ bootstrapServers, metricsUrl }: Peer): Promise<Verdict> {
  await prepareLoad(bootstrapServers);
  const before = await scrape(metricsUrl);
  await load(bootstrapServers);
  return growth(before, await scrape(metricsUrl));
}

/** Kafka's metrics together with those of Kafka Exporter, which was run on it once: our broker tells both. */
async function formsOf(peer: Peer): Promise<Record<string, Form>> {
  const own = [...(await scrape(peer.metricsUrl))].filter(([name]) => name.startsWith("kafka_"));
  const forms = own.map(([name, { type, samples }]) => {
    const labels = new Set(samples.flatMap((sample) => Object.keys(sample.labels)));
    return [name, { type, labels: [...labels].sort() }] as const;
  });
  const exporter = peer.name === "kafka" ? await data<Record<string, Form>>("kafka-exporter.json") : {};
  return { ...Object.fromEntries(forms), ...exporter };
}

/** Each name with its type and labels, while a client is there that says what it is. */
async function names(peer: Peer): Promise<Verdict> {
  const client = await RawConnection.open(peer.bootstrapServers);
  client.send(apiVersionsFrame(3));
  await client.next();
  const forms = await formsOf(peer);
  client.close();
  return forms as unknown as Verdict;
}

/** For each metric in a query of a dashboard: whether it is told, with the labels that the query uses. */
async function dashboards(peer: Peer, naming: MetricsNaming): Promise<Verdict> {
  const queried = (await data<Record<MetricsNaming, Dashboards>>("strimzi-dashboards.json"))[naming];
  const told = { ...(await formsOf(peer)) };
  for (const [name, { type }] of await scrape(peer.metricsUrl)) told[name] ??= { type, labels: [] };
  const verdictOf = (name: string, wanted: readonly string[]): string => {
    const form = told[name];
    if (form === undefined) return "absent";
    const missing = wanted.filter((label) => !form.labels.includes(label));
    return missing.length === 0 ? "told" : `without ${missing.join(", ")}`;
  };
  return Object.fromEntries(
    Object.entries(queried).map(([dashboard, metrics]) => [
      dashboard,
      Object.fromEntries(Object.entries(metrics).map(([name, wanted]) => [name, verdictOf(name, wanted)])),
    ]),
  );
}

/** What both brokers tell Prometheus under the names that Strimzi's rules give, after the same load. */
export const metrics: Suite = {
  name: "metrics",
  metrics: "jmxPrometheusExporter",
  async prepare() {
    // In this order: the later ones look at what the load has left.
    const cases: Case[] = [
      { name: "alone.counters", alone: true, run: counters },
      { name: "alone.names", alone: true, run: names },
      { name: "alone.dashboards", alone: true, run: (peer) => dashboards(peer, "jmxPrometheusExporter") },
    ];
    return { cases, async close() {} };
  },
};

/** The same load, and the names of Strimzi's own reporter, as far as dashboards ask for them. */
export const metricsReporter: Suite = {
  name: "metrics-reporter",
  metrics: "strimziMetricsReporter",
  config: authorizerConfig,
  async prepare() {
    const run = async (peer: Peer): Promise<Verdict> => {
      await prepareLoad(peer.bootstrapServers);
      await load(peer.bootstrapServers);
      return dashboards(peer, "strimziMetricsReporter");
    };
    const cases: Case[] = [
      { name: "alone.dashboards", alone: true, run },
      { name: "alone.authorizer", alone: true, run: authorizerMetrics },
      { name: "alone.quotas", alone: true, run: quotaMetrics },
    ];
    return { cases, async close() {} };
  },
};
