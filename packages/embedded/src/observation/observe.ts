import type { Broker } from "@millrace/broker";
import { exportedOf } from "@millrace/controllers";
import type { Closeable, Logger } from "@millrace/kit";
import type { MetricFamily } from "@millrace/kube";
import { HttpEndpoint, metricsPath, observationRoutes, type Reply } from "@millrace/observation";
import type { Renderer } from "@millrace/observation/render";
import type { DeclaredMetrics } from "./declared.ts";
import { allowedOf } from "./patterns.ts";

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
  metrics(): readonly MetricFamily[];
}

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
    const [{ Renderer }, { processUse }] = await Promise.all([import("@millrace/observation/render"), import("./process-use.ts")]);
    const { naming, exported, allowed } = selection;
    const families = await shown.metrics({ naming, exported, process: processUse() });
    return new Renderer(
      families.filter(({ name }) => allowed(name)),
      () => [...(controllers?.metrics() ?? []), ...shown.clientMetrics().filter(({ name }) => allowed(name))],
    );
  }

  async function metrics(): Promise<Reply> {
    if (broker === undefined) return { status: 503, contentType: "text/plain; charset=utf-8", body: `${notStarted}\n` };
    renderer ??= loadRenderer(broker);
    return (await renderer).reply();
  }

  const failures = (): readonly string[] => broker?.health().failures ?? [];
  const unready = (): readonly string[] => (broker === undefined ? [notStarted] : [...failures(), ...broker.health().loading]);
  const place = { host, port, portSetting: "--metrics-port" };
  const endpoint = await HttpEndpoint.listen(place, { get: observationRoutes({ metrics, failures, unready }) }, logger);
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
