import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { apis, errors } from "@millrace/protocol";
import fc from "fast-check";
import type { MetricFamily } from "../src/index.ts";
import type { MetricsView } from "../src/metrics/metric.ts";
import { nameOf } from "../src/metrics/names.ts";
import { RecentRate } from "../src/metrics/recent-rate.ts";
import { RecentValues } from "../src/metrics/recent-values.ts";
import { metricRows } from "../src/metrics/table.ts";
import { RawClient } from "./harness/raw-client.ts";
import { TestBroker } from "./harness/test-broker.ts";

const exported = { topic: (name: string) => !name.startsWith("_"), group: (name: string) => name !== "hidden", showAllOffsets: true };

const unused = { idleRatio: () => 1, idleNanos: () => 0, diskReadBytes: () => undefined, diskWriteBytes: () => 7 };

class Scrape {
  readonly #families: readonly MetricFamily[];

  constructor(families: readonly MetricFamily[]) {
    this.#families = families;
  }

  static async of(broker: TestBroker, naming: "jmxPrometheusExporter" | "strimziMetricsReporter" = "jmxPrometheusExporter") {
    return new Scrape(await broker.broker.metrics({ naming, exported, process: unused }));
  }

  /** The value of the sample with exactly these labels; undefined if there is none. */
  value(name: string, labels: Record<string, string> = {}): number | undefined {
    const family = this.#families.find((each) => each.name === name);
    assert.ok(family, `there is no ${name}`);
    const wanted = JSON.stringify(Object.entries(labels).sort());
    return [...family.samples()].find((sample) => JSON.stringify(Object.entries(sample.labels).sort()) === wanted)?.value;
  }

  get names(): string[] {
    return this.#families.map(({ name }) => name);
  }

  /** Every sample's labels are those that the family says. */
  checkLabels(): void {
    for (const { name, labels, samples } of this.#families)
      for (const sample of samples()) for (const label of Object.keys(sample.labels)) assert.ok(labels.includes(label), `${name} ${label}`);
  }
}

describe("metrics", () => {
  let it: TestBroker;
  let now: Scrape;

  before(async () => {
    it = await TestBroker.start();
    await it.createTopic("news", 2);
    await it.call(apis.findCoordinator, 2, { key: "readers" }); // makes __consumer_offsets
    now = await Scrape.of(it);
  });

  after(() => it.stop());

  async function commit(group: string, offset: number): Promise<void> {
    const topics = [{ name: "news", partitions: [{ partitionIndex: 0, committedOffset: offset }] }];
    const { topics: replies } = await it.call(apis.offsetCommit, 2, {
      groupId: group,
      generationIdOrMemberEpoch: -1,
      memberId: "",
      topics,
    });
    assert.equal(replies[0]?.partitions[0]?.errorCode, 0);
  }

  async function fetchFrom(offset: number, maxWaitMs = 0, client: RawClient = it.client) {
    const topics = [{ topic: "news", partitions: [{ partition: 0, fetchOffset: offset, partitionMaxBytes: 1 << 20 }] }];
    return client.send(apis.fetch, 11, { maxWaitMs, minBytes: 1, sessionEpoch: -1, topics });
  }

  test("topics count what came in and went out, each and all together", async () => {
    await it.produce("news", 0, ["a", "b", "c"]);
    const id = await fetchFrom(0);
    const { responses } = await it.client.receive(apis.fetch, 11, id);
    const bytes = responses[0]?.partitions[0]?.records?.length;
    const name = (what: string) => `kafka_server_brokertopicmetrics_${what}_total`;
    for (const labels of [{ topic: "news" }, {}]) {
      assert.equal(now.value(name("messagesin"), labels), 3);
      assert.equal(now.value(name("bytesin"), labels), bytes);
      assert.equal(now.value(name("bytesout"), labels), bytes);
      assert.equal(now.value(name("totalproducerequests"), labels), 1);
      assert.equal(now.value(name("totalfetchrequests"), labels), 1);
    }
    assert.equal(now.value(name("failedproducerequests")), 0);
    assert.equal(now.value("kafka_log_log_size", { topic: "news", partition: "0" }), bytes);
  });

  test("a deleted topic stays in the sums alone", async () => {
    await it.createTopic("short-lived");
    await it.produce("short-lived", 0, ["x"]);
    const all = now.value("kafka_server_brokertopicmetrics_messagesin_total");
    await it.call(apis.deleteTopics, 5, { topicNames: ["short-lived"], timeoutMs: 1000 });
    assert.equal(now.value("kafka_server_brokertopicmetrics_messagesin_total"), all);
    assert.equal(now.value("kafka_server_brokertopicmetrics_messagesin_total", { topic: "short-lived" }), undefined);
  });

  test("requests count by API and version, outcomes by error, and take time", async () => {
    const requests = () => now.value("kafka_network_requestmetrics_requests_total", { request: "Heartbeat", version: "4" }) ?? 0;
    const refused = () => now.value("kafka_network_requestmetrics_errors_total", { request: "Heartbeat", error: "UNKNOWN_MEMBER_ID" }) ?? 0;
    const measured = () => now.value("kafka_network_requestmetrics_totaltimems_count_total", { request: "Heartbeat" }) ?? 0;
    await commit("any", 0);
    const before = [requests(), refused(), measured()];
    const reply = await it.call(apis.heartbeat, 4, { groupId: "any", generationId: 1, memberId: "nobody" });
    assert.equal(reply.errorCode, errors.UNKNOWN_MEMBER_ID.code);
    assert.deepEqual(
      [requests(), refused(), measured()],
      before.map((count) => count + 1),
    );
  });

  for (const over of ["TCP", "a stream inside the process"]) {
    test(`a fetch that waits is seen, and is gone with its client, over ${over}`, { timeout: 10_000 }, async () => {
      const waiting = () => now.value("kafka_server_delayedoperationpurgatory_purgatorysize", { delayedOperation: "Fetch" });
      const client = over === "TCP" ? new RawClient(connect(it.broker.listeners[0]?.port ?? 0, "127.0.0.1")) : it.connect();
      await fetchFrom(3, 60_000, client);
      while (waiting() === 0) await new Promise((resolve) => setImmediate(resolve));
      client.end();
      while (waiting() !== 0) await new Promise((resolve) => setImmediate(resolve));
    });
  }

  test("what the system does not tell is left out", () => {
    assert.equal(now.value("kafka_server_kafkaserver_linux_disk_read_bytes"), undefined);
    assert.equal(now.value("kafka_server_kafkaserver_linux_disk_write_bytes"), 7);
  });

  test("groups tell what they have committed and how far they are behind, in all partitions of their topics", async () => {
    await it.produce("news", 1, ["d"]);
    await commit("readers", 1);
    await commit("hidden", 1);
    const of = (what: string, partition: string, consumergroup = "readers") =>
      now.value(`kafka_consumergroup_${what}`, { consumergroup, topic: "news", partition });
    assert.deepEqual([of("current_offset", "0"), of("lag", "0")], [1, 2]);
    assert.deepEqual([of("current_offset", "1"), of("lag", "1")], [-1, -1]);
    assert.equal(of("lag", "0", "hidden"), undefined);
    assert.equal(now.value("kafka_consumergroup_lag_sum", { consumergroup: "readers", topic: "news" }), 2);
    assert.equal(now.value("kafka_consumergroup_members", { consumergroup: "readers" }), 0);
    assert.equal(now.value("kafka_topic_partition_current_offset", { topic: "news", partition: "0" }), 3);
    assert.equal(now.value("kafka_topic_partitions", { topic: "__consumer_offsets" }), undefined);
  });

  test("connections are told by listener", () => {
    const labels = { listener: "PLAIN-9092", networkProcessor: "0" };
    assert.ok((now.value("kafka_server_socket_server_metrics_connection_count", labels) ?? 0) >= 1);
    assert.ok((now.value("kafka_server_socket_server_metrics_incoming_byte_total", labels) ?? 0) > 100);
  });

  test("all samples have the labels that are announced, and names are told once", () => {
    now.checkLabels();
    assert.deepEqual(
      now.names.filter((name, at) => now.names.indexOf(name) !== at),
      [],
    );
    for (const name of now.names) assert.match(name, /^[a-z][a-z0-9_]*$/);
  });

  for (const naming of ["jmxPrometheusExporter", "strimziMetricsReporter"] as const) {
    test(`Strimzi's dashboards for the ${naming} find their metrics, but for what is knowingly absent`, async () => {
      const path = join(import.meta.dirname, "../../../conformance/src/observed/strimzi-dashboards.json");
      const dashboards: Record<typeof naming, Record<string, Record<string, string[]>>> = JSON.parse(readFileSync(path, "utf8"));
      const families = await it.broker.metrics({ naming, exported, process: unused });
      const labels = new Map(families.map((family) => [family.name, family.labels]));
      const missing = Object.values(dashboards[naming]).flatMap((metrics) =>
        Object.entries(metrics).filter(
          ([name, wanted]) => !wanted.every((label) => labels.get(name)?.includes(label)) || !labels.has(name),
        ),
      );
      // Kubernetes' own, Java's, and the process's, which prom-client has.
      const known = /^(container|kubelet|jvm|process)_/;
      assert.deepEqual(
        missing.map(([name]) => name).filter((name) => !known.test(name)),
        [],
      );
      assert.ok(labels.size > 80);
    });
  }

  test("each of Strimzi's ways has names of its own", async () => {
    const reporter = await Scrape.of(it, "strimziMetricsReporter");
    assert.ok((reporter.value("kafka_server_brokertopicmetrics_messagesinpersec_total") ?? 0) >= 3);
    assert.equal(reporter.value("kafka_server_raft_metrics_current_state_info", { current_state: "leader" }), 1);
    assert.equal(
      nameOf({ name: "kafka.server K RequestHandlerAvgIdlePercent", kind: "percentMeter" }, "strimziMetricsReporter"),
      "kafka_server_k_requesthandleravgidlepercent_total",
    );
  });
});

test("a transaction counts as late once its coordinator should long have ended it", () => {
  const row = metricRows.find(({ name }) => name.endsWith(" PartitionsWithLateTransactionsCount"));
  const lateAt = (nowMs: number, currentTxnStartOffset: number) => {
    const log = { activeProducers: () => [{ currentTxnStartOffset, lastTimestamp: 1_000 }] };
    const parts = {
      partitions: { all: () => [{ log }] },
      configs: { broker: { transactionMaxTimeoutMs: 900_000 } },
      clock: { now: () => nowMs },
    };
    return row?.read({ parts } as unknown as MetricsView);
  };
  assert.equal(lateAt(1_201_000, 5), 0);
  assert.equal(lateAt(1_201_001, 5), 1);
  assert.equal(lateAt(1_201_001, -1), 0);
});

test("rates and averages are those of the last half to whole minute", () => {
  const recent = new RecentRate(0);
  assert.deepEqual([recent.perSecond(10), recent.average(10)], [0, 0]);
  recent.add(20, 1_000);
  recent.add(40, 2_000);
  assert.deepEqual([recent.perSecond(3_000), recent.average(3_000)], [2, 30]);
  assert.equal(recent.perSecond(40_000), 1.5);
  recent.add(60, 41_000);
  assert.equal(recent.average(41_000), 40);
  assert.deepEqual([recent.perSecond(71_000), recent.average(71_000)], [60 / 31, 60]);
  assert.deepEqual([recent.perSecond(200_000), recent.average(200_000)], [0, 0]);
});

describe("recent values", () => {
  test("quantiles are exact to a sixteenth", () => {
    const values = fc.array(fc.integer({ min: 0, max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(values, fc.constantFrom(0.5, 0.75, 0.99, 1), (all, fraction) => {
        const recent = new RecentValues();
        for (const value of all) recent.add(value, 0);
        const exact = all.toSorted((a, b) => a - b)[Math.ceil(all.length * fraction) - 1] ?? 0;
        const [found = -1] = recent.quantiles([fraction], 0);
        assert.ok(Math.abs(found - exact) <= exact / 16 + 1, `${found} for ${exact}`);
        assert.equal(recent.count, all.length);
      }),
      { numRuns: 200 },
    );
  });

  test("what is old is forgotten, but stays in the count", () => {
    const recent = new RecentValues();
    recent.add(1000, 0);
    assert.ok((recent.quantiles([1], 299_999)[0] ?? 0) > 900);
    assert.ok((recent.quantiles([1], 599_998)[0] ?? 0) > 900);
    assert.deepEqual(recent.quantiles([1], 600_000), [0]);
    assert.equal(recent.count, 1);
  });
});
