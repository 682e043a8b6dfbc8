import { assert } from "@millrace/kit";
import {
  contains,
  definitions,
  type FieldDefinition,
  intersect,
  type MessageDefinition,
  parseVersions,
} from "@millrace/protocol/definitions";
import { type FieldDraw, fieldValues, valueOfType } from "./field-values.ts";
import type { Fields, Value } from "./sequence.ts";

/** Values that are settled already, by the field's name in a body; structs below have theirs from the same table. */
export type Settled = Readonly<Record<string, Value | (() => Value)>>;

const requests = new Map(definitions.filter(({ type }) => type === "request").map((each) => [each.name, each]));

/**
 * Requests that may name the same thing twice. Of others Apache Kafka makes a map first, so that the last one counts or all of a topic come
 * together, which no client asks for.
 */
const twinsTried: ReadonlySet<string> = new Set([
  "createTopics",
  "deleteTopics",
  "createPartitions",
  "deleteGroups",
  "describeGroups",
  "findCoordinator",
  "describeTopicPartitions",
  "leaveGroup",
]);

/** Lists that Apache Kafka never answers to if they are empty. */
const unansweredIfEmpty: ReadonlySet<string> = new Set(["[]AddPartitionsToTxnTransaction"]);

/** A body of a request, drawn field by field from its definition; `settled` fields are what they say. */
export function anyBody(request: string, at: FieldDraw, settled: Settled = {}): Fields {
  const message = requests.get(request);
  assert(message !== undefined, `${request} is a request`);
  return struct(message.fields, { message, at, settled, owner: request });
}

interface Place {
  readonly message: MessageDefinition;
  readonly at: FieldDraw;
  readonly settled: Settled;
  /** The struct around the field. */
  readonly owner: string;
}

function struct(fields: readonly FieldDefinition[], place: Place): Fields {
  const { version, draw } = place.at;
  const present = fields.filter(
    (field) => contains(parseVersions(field.versions), version) && !(isTagged(field, version) && draw.chance(0.8)),
  );
  return Object.fromEntries(present.map((field) => [propertyOf(field.name), fieldOf(field, place)]));
}

function isTagged(field: FieldDefinition, version: number): boolean {
  return contains(intersect(parseVersions(field.tagged), parseVersions(field.versions)), version);
}

/** Kafka's own spelling is kept where it begins with a small letter. */
function propertyOf(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function fieldOf(field: FieldDefinition, place: Place): Value {
  const { at, settled, owner } = place;
  const key = `${owner}.${propertyOf(field.name)}` in settled ? `${owner}.${propertyOf(field.name)}` : propertyOf(field.name);
  const fixed = settled[key];
  if (fixed !== undefined) return typeof fixed === "function" ? fixed() : fixed;
  const isNullable = contains(parseVersions(field.nullable), at.version);
  if (field.type.startsWith("[]")) return list(field, place, isNullable);
  const known = fieldValues[`${owner}.${field.name}`] ?? fieldValues[field.name];
  if (known === undefined && isStruct(field)) return isNullable && !at.draw.chance(at.draw.oddness) ? null : inner(field, place);
  const value = known === undefined ? valueOfType(field.type, at) : known(at);
  if (isNullable) return at.draw.chance(at.draw.oddness / 3) ? null : value;
  return value ?? "";
}

function list(field: FieldDefinition, place: Place, isNullable: boolean): Value {
  const { draw } = place.at;
  if (isNullable && draw.chance(0.15)) return null;
  const count = Math.max(draw.value([1, 1, 1, 2], [0, 3]), unansweredIfEmpty.has(field.type) ? 1 : 0);
  const known = fieldValues[`${place.owner}.${field.name}`] ?? fieldValues[field.name];
  const element = (): Value => {
    if (isStruct(field)) return inner(field, place);
    return known === undefined ? valueOfType(field.type.slice(2), place.at) : known(place.at);
  };
  const elements = withoutTwins(Array.from({ length: count }, element));
  const [first] = elements;
  const again = first !== undefined && twinsTried.has(place.at.api) && draw.chance(draw.oddness / 2);
  return again ? [...elements, first] : elements;
}

/** Leaves out what names something that was named before. */
export function withoutTwins(elements: readonly Value[]): Value[] {
  const seen = new Set<string>();
  return elements.filter((each) => {
    const key = JSON.stringify(identity(each));
    return !seen.has(key) && seen.add(key);
  });
}

const identifying = [
  "name",
  "transactionalId",
  "producerId",
  "resourceType",
  "topic",
  "topicId",
  "partitionIndex",
  "partition",
  "index",
  "groupId",
  "memberId",
  "resourceName",
];

function identity(element: Value): Value {
  if (element === null || typeof element !== "object" || Array.isArray(element) || "$" in element) return element;
  const named = Object.entries(element as Fields).filter(([name]) => identifying.includes(name));
  return named.length > 0 ? Object.fromEntries(named) : element;
}

function isStruct(field: FieldDefinition): boolean {
  return /^(\[\])?[A-Z]/.test(field.type);
}

function inner(field: FieldDefinition, place: Place): Fields {
  const owner = field.type.replace("[]", "");
  const fields = place.message.structs.find((each) => each.name === owner)?.fields ?? field.fields;
  return struct(fields, { ...place, owner });
}
