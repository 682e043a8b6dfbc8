import type { Clock, Random } from "@millrace/kit";
import {
  type CodecName,
  crc32c,
  type Draft,
  decompress,
  errors,
  type GetTelemetrySubscriptionsRequest,
  type GetTelemetrySubscriptionsResponse,
  type KafkaError,
  type PushTelemetryRequest,
  ZERO_UUID,
} from "@millrace/protocol";
import type { MetadataImage } from "../metadata/image.ts";
import { dataPoints } from "./metrics-data.ts";
import { type PushedFamily, PushedMetrics, pushedFamilies } from "./pushed-metrics.ts";
import { type ClientAttributes, type Subscription, subscriptionOf } from "./subscriptions.ts";

/** Who sent a request. */
export interface TelemetryClient {
  readonly connectionId: number;
  /** All but `client_instance_id`. */
  readonly attributes: ClientAttributes;
}

/** A client that pushes metrics, or has asked what to push. */
interface Instance {
  readonly connectionId: number;
  readonly subscription: Subscription;
  readonly subscriptionId: number;
  readonly pushed: PushedMetrics;
  lastGetMs: number;
  lastPushMs: number;
  lastSeenMs: number;
  isTerminating: boolean;
  lastError: KafkaError | undefined;
}

interface TelemetryOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly image: MetadataImage;
  /** `telemetry.max.bytes` */
  readonly maxBytes: () => number;
}

/** As many clients as Kafka remembers, and as many series of all of them: whoever was heard of longest ago goes first. */
const instancesMax = 16_384;
const seriesMax = 50_000;
const expiryMinMs = 60_000;
const expiryIntervals = 3;

/** Codecs by their numbers in record batches; those that are offered, the preferred one first. */
const codecs: ReadonlyMap<number, CodecName> = new Map([
  [4, "zstd"],
  [3, "lz4"],
  [1, "gzip"],
  [2, "snappy"],
]);
const uncompressed = 0;
/** The second reserved uuid, which stands for the log of metadata. */
const METADATA_UUID = "AAAAAAAAAAAAAAAAAAAAAQ";

/** Metrics that clients push (KIP-714): who is asked for what, and what was told. Held in memory for as long as clients are heard of. */
export class ClientTelemetry {
  readonly #options: TelemetryOptions;
  /** By client instance id, in the order in which they were last heard of. */
  readonly #instances = new Map<string, Instance>();

  constructor(options: TelemetryOptions) {
    this.#options = options;
  }

  subscriptions({ clientInstanceId }: GetTelemetrySubscriptionsRequest, client: TelemetryClient): Draft<GetTelemetrySubscriptionsResponse> {
    const id = clientInstanceId === ZERO_UUID ? this.#options.random.uuid() : clientInstanceId;
    const instance = this.#instance(id, client);
    const { subscription, subscriptionId, lastError } = instance;
    const nowMs = this.#options.clock.now();
    const isEarly = nowMs - Math.max(instance.lastGetMs, instance.lastPushMs) < subscription.pushIntervalMs;
    const mayRepeat = lastError === errors.UNKNOWN_SUBSCRIPTION_ID || lastError === errors.UNSUPPORTED_COMPRESSION_TYPE;
    if (isEarly && !mayRepeat) return { errorCode: errors.THROTTLING_QUOTA_EXCEEDED.code };
    if (!isEarly) instance.lastGetMs = nowMs;
    instance.lastError = undefined;
    return {
      clientInstanceId: id,
      subscriptionId,
      acceptedCompressionTypes: [...codecs.keys()],
      pushIntervalMs: subscription.pushIntervalMs,
      telemetryMaxBytes: this.#options.maxBytes(),
      deltaTemporality: true,
      requestedMetrics: subscription.metrics,
    };
  }

  /** Takes metrics in; why it does not. */
  push(request: PushTelemetryRequest, client: TelemetryClient): KafkaError | undefined {
    const { clientInstanceId } = request;
    if (clientInstanceId === ZERO_UUID || clientInstanceId === METADATA_UUID) return errors.INVALID_REQUEST;
    const instance = this.#instance(clientInstanceId, client);
    const refusal = this.#refuse(instance, request);
    instance.isTerminating = request.terminating;
    instance.lastError = refusal ?? this.#take(instance, request);
    return instance.lastError;
  }

  /** What clients have pushed, by metric. */
  families(): PushedFamily[] {
    this.#forgetSilent();
    return pushedFamilies(Array.from(this.#instances.values(), ({ pushed }) => pushed));
  }

  #refuse(instance: Instance, { terminating, subscriptionId, compressionType, metrics }: PushTelemetryRequest): KafkaError | undefined {
    if (instance.isTerminating) return errors.INVALID_REQUEST;
    const nowMs = this.#options.clock.now();
    // What was asked for just now may come at once: clients spread their pushes over the interval.
    const isDue = instance.lastGetMs > instance.lastPushMs || nowMs - instance.lastPushMs >= instance.subscription.pushIntervalMs;
    if (isDue) instance.lastPushMs = nowMs;
    else if (!terminating) return errors.THROTTLING_QUOTA_EXCEEDED;
    if (subscriptionId !== instance.subscriptionId) return errors.UNKNOWN_SUBSCRIPTION_ID;
    if (compressionType !== uncompressed && !codecs.has(compressionType)) return errors.UNSUPPORTED_COMPRESSION_TYPE;
    return metrics.length > this.#options.maxBytes() ? errors.TELEMETRY_TOO_LARGE : undefined;
  }

  #take({ pushed }: Instance, { compressionType, metrics }: PushTelemetryRequest): KafkaError | undefined {
    if (metrics.length === 0) return undefined;
    try {
      const codec = codecs.get(compressionType);
      // Read to its end before any of it counts.
      pushed.push([...dataPoints(codec === undefined ? metrics : decompress(codec, metrics, this.#options.maxBytes()))]);
    } catch {
      return errors.INVALID_RECORD;
    }
    this.#makeRoom();
    return undefined;
  }

  /** The client's instance: a new one where it is not known, comes over another connection, or is asked for something else by now. */
  #instance(id: string, { connectionId, attributes }: TelemetryClient): Instance {
    this.#forgetSilent();
    const subscription = subscriptionOf(this.#options.image, { ...attributes, client_instance_id: id });
    const subscriptionId = subscriptionIdOf(subscription, id);
    const known = this.#instances.get(id);
    const isSame = known?.connectionId === connectionId && known.subscriptionId === subscriptionId;
    const lastSeenMs = this.#options.clock.now();
    const instance: Instance = isSame
      ? known
      : {
          connectionId,
          subscription,
          subscriptionId,
          pushed: known?.pushed ?? new PushedMetrics(labelsOf(id, attributes)),
          lastGetMs: 0,
          lastPushMs: 0,
          lastSeenMs,
          isTerminating: false,
          lastError: undefined,
        };
    instance.lastSeenMs = lastSeenMs;
    this.#instances.delete(id);
    this.#instances.set(id, instance);
    this.#makeRoom();
    return instance;
  }

  #forgetSilent(): void {
    const nowMs = this.#options.clock.now();
    for (const [id, { lastSeenMs, subscription }] of this.#instances) {
      if (nowMs - lastSeenMs >= Math.max(expiryMinMs, expiryIntervals * subscription.pushIntervalMs)) this.#instances.delete(id);
    }
  }

  #makeRoom(): void {
    let series = 0;
    for (const { pushed } of this.#instances.values()) series += pushed.size;
    for (const [id, { pushed }] of this.#instances) {
      if (this.#instances.size <= instancesMax && series <= seriesMax) return;
      series -= pushed.size;
      this.#instances.delete(id);
    }
  }
}

/** Another number for each set of metrics, interval and client. */
function subscriptionIdOf({ metrics, pushIntervalMs }: Subscription, clientInstanceId: string): number {
  return crc32c(Buffer.from(JSON.stringify([metrics, pushIntervalMs, clientInstanceId]))) | 0;
}

const labelsMax = 200;

function labelsOf(id: string, attributes: ClientAttributes): Record<string, string> {
  const labels: Record<string, string> = { client_instance_id: id };
  for (const name of ["client_id", "client_software_name", "client_software_version"]) {
    labels[name] = (attributes[name] ?? "").slice(0, labelsMax);
  }
  return labels;
}
