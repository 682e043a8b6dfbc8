import type { Broker } from "@millrace/broker";
import { exportedOf } from "@millrace/controllers";
import type { Closeable, Logger } from "@millrace/kit";
import type { MetricFamily as ControllerFamily } from "@millrace/kube";
import type { DeclaredMetrics } from "./declared.ts";
import { HttpEndpoint, jsonReply, type Reply, type Route } from "./http-endpoint.ts";
import { allowedOf } from "./patterns.ts";
import type { Renderer } from "./render.ts";

export interface ObservationOptions {
  readonly host: string;
  readonly port: number;
  readonly logger: Logger;
  readonly declared: DeclaredMetrics;
}

/** How a broker is seen from outside over HTTP: its metrics, and whether it is alive and ready. It answers before there is a broker. */
export interface Observation extends Closeable {
  readonly metricsUrl: string;
  /** What is seen from now on; undefined once it stops. Controllers come later than the broker. */
  show(broker: Broker | undefined, controllers?: Controllers): void;
  /** Tells something else from now on. Throws CONFIG_INVALID for bad expressions, and goes on as before. */
  declare(declared: DeclaredMetrics): Promise<void>;
}

/** What the controllers of this process count. */
interface Controllers {
  metrics(): readonly ControllerFamily[];
}

const metricsPath = "/metrics";
const notStarted = "the broker does not run";

/** What is told. */
async function selectionOf({ naming, exporter, allowList }: DeclaredMetrics) {
  const [exported, allowed] = await Promise.all([exportedOf(exporter), allowedOf(allowList)]);
  return { naming, exported, allowed };
}

export async function startObservation({ host, port, logger, declared }: ObservationOptions): Promise<Observation> {
  // Bad expressions are told before anything is opened.
  let selection = await selectionOf(declared);
  let broker: Broker | undefined;
  let controllers: Controllers | undefined;
  let renderer: Promise<Renderer> | undefined;

  async function loadRenderer(shown: Broker): Promise<Renderer> {
    const rooms = [import("./render.ts"), import("./process-use.ts"), import("./controller-metrics.ts")] as const;
    const [{ Renderer }, { processUse }, { controllerMetrics }] = await Promise.all(rooms);
    const { naming, exported, allowed } = selection;
    const families = await shown.metrics({ naming, exported, process: processUse() });
    const own = controllerMetrics(() => controllers?.metrics() ?? []);
    return new Renderer([...families.filter(({ name }) => allowed(name)), ...own]);
  }

  async function metrics(): Promise<Reply> {
    if (broker === undefined) return { status: 503, contentType: "text/plain; charset=utf-8", body: `${notStarted}\n` };
    renderer ??= loadRenderer(broker);
    const { contentType } = await renderer;
    return { status: 200, contentType, body: await (await renderer).text() };
  }

  function healthy(): Reply {
    const failures = broker?.health().failures ?? [];
    return failures.length === 0 ? jsonReply(200, { status: "ok" }) : jsonReply(503, { status: "not-ok", reasons: failures });
  }

  function ready(): Reply {
    if (broker === undefined) return jsonReply(503, { status: "not-ok", reasons: [notStarted] });
    const { failures, loading } = broker.health();
    const reasons = [...failures, ...loading];
    return reasons.length === 0 ? jsonReply(200, { status: "ok" }) : jsonReply(503, { status: "not-ok", reasons });
  }

  // Strimzi's operators and bridge have the first two, Kubernetes' own components the others.
  const routes = new Map<string, Route>([
    [metricsPath, metrics],
    ["/healthy", healthy],
    ["/ready", ready],
    ["/livez", healthy],
    ["/readyz", ready],
  ]);
  const endpoint = await HttpEndpoint.listen({ host, port, logger }, routes);
  return {
    metricsUrl: `${endpoint.url}${metricsPath}`,
    show(shown, running) {
      broker = shown;
      controllers = running;
      renderer = undefined;
    },
    async declare(other) {
      selection = await selectionOf(other);
      renderer = undefined;
    },
    close: () => endpoint.close(),
  };
}
