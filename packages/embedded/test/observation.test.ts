import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { Broker, Health } from "@millrace/broker";
import { openAdmin, Producer } from "@millrace/client";
import { silentLogger } from "@millrace/kit";
import { checkPlatform, type Platform, type PlatformOptions, startPlatform } from "../src/index.ts";
import { declaredMetrics } from "../src/observation/declared.ts";
import { startObservation } from "../src/observation/observe.ts";
import { platformText } from "./documents.ts";

const root = mkdtempSync(join(tmpdir(), "millrace-endpoint-test-"));

function checked(metrics: object = {}, kafkaExporter?: object) {
  const { platform, problems, withoutEffect } = checkPlatform([
    { file: "t.yaml", text: platformText({ a: {} }, { metrics, kafkaExporter, storage: "ephemeral" }) },
  ]);
  assert.deepEqual(problems, []);
  assert.deepEqual(withoutEffect, []);
  assert.ok(platform);
  return platform;
}

const started: Platform[] = [];

async function start(platform: ReturnType<typeof checked>, more: Partial<PlatformOptions> = {}): Promise<Platform> {
  const running = await startPlatform({ platform, directory: root, port: 0, metricsPort: 0, logger: silentLogger, ...more });
  started.push(running);
  return running;
}

async function get(platform: Platform, path: string): Promise<{ status: number; text: string; type: string | null }> {
  const response = await fetch(new URL(path, platform.metricsUrl));
  return { status: response.status, text: await response.text(), type: response.headers.get("content-type") };
}

const sample = (text: string, start: string) =>
  Number(
    text
      .split("\n")
      .find((line) => line.startsWith(start))
      ?.split(" ")
      .at(-1),
  );

describe("the endpoint", () => {
  after(async () => {
    // Those of tests that failed half-way would keep this process alive.
    await Promise.allSettled(started.map((platform) => platform.close()));
    rmSync(root, { recursive: true, force: true });
  });

  test("tells metrics in Prometheus's format, Kafka Exporter's and the process's with them", async () => {
    const platform = await start(checked({ metricsConfig: { type: "strimziMetricsReporter" } }, {}));
    const producer = new Producer({ bootstrapServers: platform.endpoints[0]?.bootstrapServers ?? "" });
    await producer.send({ topic: "a", value: Buffer.from("one") });
    await producer.close();
    const { status, text, type } = await get(platform, "/metrics");
    assert.equal(status, 200);
    assert.match(type ?? "", /^text\/plain; version=0\.0\.4/);
    assert.match(text, /^# TYPE kafka_server_brokertopicmetrics_messagesinpersec_total counter$/m);
    assert.equal(sample(text, 'kafka_server_brokertopicmetrics_messagesinpersec_total{topic="a"} '), 1);
    assert.equal(sample(text, 'kafka_topic_partition_current_offset{topic="a",partition="0"} '), 1);
    assert.ok(sample(text, "process_resident_memory_bytes ") > 1_000_000);
    assert.ok(sample(text, "nodejs_heap_size_used_bytes ") > 1_000_000);
    const again = await get(platform, "/metrics?again");
    assert.equal(sample(again.text, 'kafka_server_brokertopicmetrics_messagesinpersec_total{topic="a"} '), 1, "counters are not added up");
    await platform.close();
  });

  test("Kafka Exporter's expressions and the reporter's list limit what is told", async () => {
    const reporter = { metricsConfig: { type: "strimziMetricsReporter", values: { allowList: ["kafka_topic.*", "kafka_log_log_size"] } } };
    const platform = await start(checked(reporter, { topicRegex: "^a", topicExcludeRegex: "bc$" }));
    const admin = openAdmin({ bootstrapServers: platform.endpoints[0]?.bootstrapServers ?? "" });
    await admin.createTopics([
      { name: "abc", partitionCount: 1 },
      { name: "ab", partitionCount: 1 },
      { name: "b", partitionCount: 1 },
    ]);
    await admin.close();
    const { text } = await get(platform, "/metrics");
    const topics = [...text.matchAll(/^kafka_topic_partitions\{topic="(.*?)"\}/gm)].map(([, topic]) => topic);
    assert.deepEqual(topics.sort(), ["a", "ab"]);
    assert.ok(text.includes("kafka_log_log_size{"));
    assert.ok(!text.includes("kafka_server_"));
    await platform.close();
  });

  test("tells of reconciliations by Strimzi's names", async () => {
    const platform = await start(checked());
    const { text } = await get(platform, "/metrics");
    const labels = 'kind="KafkaTopic",namespace="",selector=""';
    assert.match(text, new RegExp(`^strimzi_reconciliations_successful_total\\{${labels}\\} [1-9]`, "m"));
    assert.match(text, new RegExp(`^strimzi_reconciliations_duration_seconds_bucket\\{${labels},le="\\+Inf"\\} [1-9]`, "m"));
    assert.match(text, new RegExp(`^strimzi_resources\\{${labels}\\} [1-9]`, "m"));
    await platform.close();
  });

  test("an expression that is none is told with its field", async () => {
    const bad = checked({}, { groupRegex: "(" });
    await assert.rejects(start(bad), { code: "CONFIG_INVALID", message: /spec\.kafkaExporter\.groupRegex/ });
  });

  test("is where it is declared or asked for, and nowhere else", async () => {
    const { kafka } = checked({ metricsConfig: { type: "strimziMetricsReporter" } });
    assert.equal(declaredMetrics(kafka).naming, "strimziMetricsReporter");
    const platform = await startPlatform({ platform: checked(), directory: root, port: 0, logger: silentLogger });
    assert.equal(platform.metricsUrl, undefined);
    await platform.close();
  });

  test("a port that is taken ends the start before anything else is opened", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await assert.rejects(start(checked(), { metricsPort: port }), {
      code: "ADDRESS_IN_USE",
      message: new RegExp(`127.0.0.1:${port}.*metrics`),
    });
    server.close();
  });

  test("is ready once the platform is, knows its paths, and answers GET only", async () => {
    const platform = await start(checked());
    for (const path of ["/healthy", "/ready", "/livez", "/readyz"]) {
      const { status, text } = await get(platform, path);
      assert.deepEqual([status, JSON.parse(text)], [200, { status: "ok" }], path);
    }
    const missing = await get(platform, "/nothing");
    assert.equal(missing.status, 404);
    assert.ok(JSON.parse(missing.text).paths.includes("/metrics"));
    const posted = await fetch(platform.metricsUrl ?? "", { method: "POST", body: "x" });
    assert.deepEqual([posted.status, posted.headers.get("allow")], [405, "GET, HEAD"]);
    const head = await fetch(platform.metricsUrl ?? "", { method: "HEAD" });
    assert.deepEqual([head.status, await head.text()], [200, ""]);
    assert.ok(Number(head.headers.get("content-length")) > 1000);
    await platform.close();
    await assert.rejects(get(platform, "/ready"));
  });

  test("on loopback tells nothing to pages that have their own name lead there", async () => {
    const platform = await start(checked());
    const statusFor = (host: string) =>
      new Promise((resolve, reject) => {
        const asking = request(new URL("/metrics", platform.metricsUrl), { headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        asking.on("error", reject).end();
      });
    for (const host of ["evil.example", "evil.example:9404", "127.0.0.1.evil.example", "localhost.evil.example"]) {
      assert.equal(await statusFor(host), 421, host);
    }
    for (const host of ["127.0.0.1:9404", "localhost", "LOCALHOST:1", "[::1]:9404"]) assert.equal(await statusFor(host), 200, host);
    await platform.close();
  });

  test("without a broker it is alive and not ready; a failed log is both not", async () => {
    const declared = declaredMetrics(checked().kafka);
    const observation = await startObservation({ host: "127.0.0.1", port: 0, logger: silentLogger, declared });
    const status = async (path: string) => {
      const response = await fetch(new URL(path, observation.metricsUrl));
      return [response.status, await response.text()] as const;
    };
    assert.equal((await status("/healthy"))[0], 200);
    assert.equal((await status("/ready"))[0], 503);
    assert.equal((await status("/metrics"))[0], 503);
    const show = (health: Health) => observation.show({ health: () => health } as Broker);
    show({ failures: [], loading: ["__consumer_offsets-3 is being read"] });
    assert.equal((await status("/healthy"))[0], 200);
    assert.deepEqual(await status("/ready"), [503, '{"status":"not-ok","reasons":["__consumer_offsets-3 is being read"]}\n']);
    show({ failures: ["the log of a-0 can't be written: EIO"], loading: [] });
    for (const path of ["/healthy", "/ready"]) assert.match((await status(path))[1], /a-0 can't be written: EIO/);
    await observation.close();
  });
});
