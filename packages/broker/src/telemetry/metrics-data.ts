import { type ProtobufField, protobufFields } from "./protobuf.ts";

/** One number of a client, as OpenTelemetry's protocol has it. */
export interface DataPoint {
  readonly name: string;
  readonly description: string;
  /** A sum that only grows. */
  readonly isCounter: boolean;
  /** Whether the value is what has been added since the last push. */
  readonly isDelta: boolean;
  readonly attributes: ReadonlyMap<string, string>;
  readonly value: number;
}

type Attributes = ReadonlyMap<string, string>;

/** Numbers of fields in OpenTelemetry's `metrics.proto`, `resource.proto` and `common.proto`, version 1. */
const data = { resourceMetrics: 1 } as const;
const resourceMetrics = { resource: 1, scopeMetrics: 2 } as const;
const scopeMetrics = { metrics: 2 } as const;
const metric = { name: 1, description: 2, gauge: 5, sum: 7 } as const;
const points = { dataPoints: 1, temporality: 2, isMonotonic: 3 } as const;
const point = { asDouble: 4, asInt: 6, attributes: 7 } as const;
const resource = { attributes: 1 } as const;
const pair = { key: 1, value: 2 } as const;
const anyValue = { text: 1, bool: 2, int: 3, double: 4 } as const;

const deltaTemporality = 1;

/**
 * The gauges and sums of a MetricsData message; a resource's attributes are those of each of its points. Histograms and summaries, which
 * Kafka's clients have none of, are left out. Throws ProtocolError for broken bytes.
 */
export function* dataPoints(message: Buffer): Iterable<DataPoint> {
  for (const { bytes } of only(message, data.resourceMetrics)) {
    const common = new Map<string, string>();
    for (const field of only(bytes, resourceMetrics.resource)) collect(common, field.bytes, resource.attributes);
    for (const scope of only(bytes, resourceMetrics.scopeMetrics)) {
      for (const each of only(scope.bytes, scopeMetrics.metrics)) yield* pointsOf(each.bytes, common);
    }
  }
}

function* only(message: Buffer, number: number): Iterable<ProtobufField> {
  for (const field of protobufFields(message)) if (field.number === number) yield field;
}

function* pointsOf(message: Buffer, common: Attributes): Iterable<DataPoint> {
  let name = "";
  let description = "";
  const sorts: ProtobufField[] = [];
  for (const field of protobufFields(message)) {
    if (field.number === metric.name) name = field.bytes.toString();
    else if (field.number === metric.description) description = field.bytes.toString();
    else if (field.number === metric.gauge || field.number === metric.sum) sorts.push(field);
  }
  for (const { number, bytes } of sorts) {
    const fields = [...protobufFields(bytes)];
    const last = (wanted: number) => fields.findLast((field) => field.number === wanted)?.varint ?? 0;
    const isSum = number === metric.sum;
    const facts = {
      name,
      description,
      isCounter: isSum && last(points.isMonotonic) !== 0,
      isDelta: isSum && last(points.temporality) === deltaTemporality,
    };
    for (const field of fields) if (field.number === points.dataPoints) yield { ...facts, ...numberOf(field.bytes, common) };
  }
}

function numberOf(message: Buffer, common: Attributes): Pick<DataPoint, "attributes" | "value"> {
  const attributes = new Map(common);
  collect(attributes, message, point.attributes);
  let value = 0;
  for (const { number, bytes } of protobufFields(message)) {
    if (bytes.length !== 8) continue;
    if (number === point.asDouble) value = bytes.readDoubleLE(0);
    else if (number === point.asInt) value = Number(bytes.readBigInt64LE(0));
  }
  return { attributes, value };
}

function collect(attributes: Map<string, string>, message: Buffer, number: number): void {
  for (const { bytes } of only(message, number)) {
    let key = "";
    let value = "";
    for (const field of protobufFields(bytes)) {
      if (field.number === pair.key) key = field.bytes.toString();
      else if (field.number === pair.value) value = textOf(field.bytes);
    }
    attributes.set(key, value);
  }
}

/** Lists and maps, which no label could show, are empty. */
function textOf(message: Buffer): string {
  for (const { number, bytes, varint } of protobufFields(message)) {
    if (number === anyValue.text) return bytes.toString();
    if (number === anyValue.bool) return String(varint !== 0);
    if (number === anyValue.int) return String(varint);
    if (number === anyValue.double && bytes.length === 8) return String(bytes.readDoubleLE(0));
  }
  return "";
}
