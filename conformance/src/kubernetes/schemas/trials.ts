import { seededRandom } from "@millrace/kit";
import { anyValues } from "../../resources/any-values.ts";
import { combinations } from "../../resources/combinations.ts";
import { fullExample, type Json, type Place, placesOf } from "../../resources/examples.ts";
import { type Mutation, mutationsAt, replacing } from "../../resources/mutations.ts";
import { type Crd, type SchemaNode, schemaOf, sortOf } from "../../resources/schema-node.ts";
import type { Example } from "./examples.ts";
import { smallExample } from "./small-example.ts";
import type { Trial, TrialGroup, Way } from "./trial.ts";

type Resource = Trial["resource"];

const severalFaults = { trials: 40, faultsMax: 6 };

/** All that is tried of a kind, from what its schema says and from examples of any kind. The same schema makes the same trials. */
export function trialsOf(crd: Crd, examples: readonly Example[]): readonly TrialGroup[] {
  const schema = schemaOf(crd);
  const { group, names, versions } = crd.spec;
  const stored = smallExample(schema, []);
  const places = sortedPlaces(fullExample(schema, 0), schema).filter(({ path }) => /^\/(spec|status)/.test(path));
  const sections = Map.groupBy(places, ({ path }) => path.split("/").slice(1, 3).join("."));
  const seen = new Set<string>();
  const isFirstOfItsSort = ({ node }: Place): boolean => seen.size < seen.add(ownSortOf(node)).size;
  const groups: readonly (readonly [name: string, trials: readonly Trial[]])[] = [
    ["whole", wholes(schema)],
    ["examples", examples.filter(({ resource }) => resource.kind === names.kind).map(exampleTrial)],
    ...[...sections].map(
      ([section, those]) => [section, those.flatMap((place) => trialsAt(schema, place.path, isFirstOfItsSort(place)))] as const,
    ),
    ["rules between fields", places.flatMap((place) => ruleTrials(schema, place))],
    ["several faults", Array.from({ length: severalFaults.trials }, (_, seed) => faulty(schema, seed + 1))],
  ];
  return groups
    .filter(([, trials]) => trials.length > 0)
    .map(([name, trials]) => ({
      name: `${names.kind}: ${name}`,
      apiVersion: `${group}/${versions[0]?.name}`,
      kind: names.kind,
      plural: String(names.plural),
      stored,
      trials,
    }));
}

/** In an order that does not depend on that of the fields in a schema: of two schemas that say the same, everything is chosen alike. */
function sortedPlaces(example: Json, schema: SchemaNode): readonly Place[] {
  return placesOf(example, schema).toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** The sort of a node by what it demands of a value itself, whatever is below. Alternatives of which none requires anything demand nothing. */
function ownSortOf({ properties, items, additionalProperties, oneOf = [], ...own }: SchemaNode): string {
  const below = [properties, items, additionalProperties].map((each = {}) => Object.keys(each).length > 0);
  return `${sortOf(own)} ${oneOf.flatMap(({ required = [] }) => required)} ${below}`;
}

const wayTo = (path: string): Way => (path.startsWith("/status") ? "status" : "create");

/** Every field, with either of its alternatives, and none that can be left out. */
function wholes(schema: SchemaNode): readonly Trial[] {
  const examples = {
    "only what is required": smallExample(schema, []),
    "every field": fullExample(schema, 0),
    "every field, otherwise": fullExample(schema, 1),
  };
  const ways: readonly Way[] = ["create", "update", "status"];
  return Object.entries(examples).flatMap(([what, example]) =>
    ways.map((way): Trial => {
      const resource = example as Resource;
      return { place: "", what: way === "status" ? `${what}, as a status` : what, way, unknownFields: "Strict", resource };
    }),
  );
}

const exampleTrial = ({ name, resource }: Example): Trial => ({
  place: "",
  what: name,
  way: "create",
  unknownFields: "Strict",
  resource,
});

/**
 * What may stand at a place and what may not, each in the smallest resource that has the place. Schemas repeat themselves a lot: only at the first
 * place of its sort everything is tried.
 */
function trialsAt(schema: SchemaNode, path: string, isFirstOfItsSort: boolean): readonly Trial[] {
  const [example, place] = exampleWith(schema, path);
  const way = wayTo(path);
  const spoilt = mutationsAt(place);
  const hasFields = Object.keys(place.node.properties ?? {}).length > 0;
  const unknown = hasFields ? withUnknownFields(example, place, way) : [];
  if (!isFirstOfItsSort) return [...tried(example, path, withOneWrongType(spoilt), way), ...unknown];
  const any = anyValues.map((value) => replacing(place, JSON.stringify(value), value));
  const good = goodValues(place.node).map(([what, value]) => replacing(place, what, value));
  return [
    ...tried(example, path, [...spoilt, ...any, ...good], way),
    ...(way === "create" ? tried(example, path, spoilt, "update") : []),
    ...unknown,
  ];
}

function withOneWrongType(mutations: readonly Mutation[]): readonly Mutation[] {
  const isMistyped = ({ name }: Mutation): boolean => name.includes(" mistyped as ");
  return [...mutations.filter((each) => !isMistyped(each)), ...mutations.filter(isMistyped).slice(0, 1)];
}

function exampleWith(schema: SchemaNode, path: string): readonly [example: Json, place: Place] {
  const example = smallExample(schema, path.split("/").slice(1));
  const place = placesOf(example, schema).find((each) => each.path === path);
  if (place === undefined) throw new Error(`the small example for ${path} has no such place`);
  return [example, place];
}

/** One trial for each mutation of the example. */
function tried(example: Json, place: string, mutations: readonly Mutation[], way: Way): readonly Trial[] {
  return mutations.map(({ name, apply, undo }) => {
    apply();
    const resource = structuredClone(example) as Resource;
    undo();
    return { place, what: name.slice(place.length + 1), way, unknownFields: "Strict", resource };
  });
}

/** Every option, what the limits just allow, and all that there can be below. */
function goodValues(node: SchemaNode): readonly (readonly [what: string, value: Json])[] {
  const limits = [node.minimum, node.maximum].filter((limit) => limit !== undefined);
  const values = [...(node.enum ?? []), ...limits].map((value) => [`${JSON.stringify(value)}, which it may be`, value] as const);
  return [...values, ["all that there can be", fullExample(node, 0)], ["all that there can be, otherwise", fullExample(node, 1)]];
}

/** Fields that nobody knows, dropped with a warning. */
function withUnknownFields(example: Json, place: Place, way: Way): readonly Trial[] {
  const value = place.holder[place.key];
  const withMore = { ...(value as { [key: string]: Json }), unknown: { a: [1] }, unknownToo: null };
  return tried(example, place.path, [replacing(place, "unknown fields", withMore)], way).map((trial) => ({
    ...trial,
    unknownFields: "Warn",
  }));
}

/** A rule of many fields has thousands of combinations: so many of them are tried, the same ones each time. */
const combinationsMax = 300;

/** Combinations of the fields that a rule is about. */
function ruleTrials(schema: SchemaNode, { path, node }: Place): readonly Trial[] {
  if (node["x-kubernetes-validations"] === undefined) return [];
  const [example, place] = exampleWith(schema, path);
  const mutations = chosen(combinations(node)).map((value) => replacing(place, fieldsOf(value), value));
  return (["create", "update"] as const).flatMap((way) => tried(example, path, mutations, way));
}

function chosen<T>(all: readonly T[]): readonly T[] {
  const random = seededRandom(all.length);
  return all.length <= combinationsMax ? all : all.filter(() => random.below(all.length) < combinationsMax);
}

function fieldsOf(value: { readonly [field: string]: Json }): string {
  const fields = Object.entries(value).map(([name, field]) => (typeof field === "object" ? name : `${name}: ${JSON.stringify(field)}`));
  return fields.length === 0 ? "nothing" : fields.join(", ");
}

/** The whole example with faults at places that `seed` chooses. */
function faulty(schema: SchemaNode, seed: number): Trial {
  const random = seededRandom(seed);
  const oneOf = <T>(values: readonly T[]): T => values[random.below(values.length)] as T;
  const example = fullExample(schema, random.below(2));
  const places = sortedPlaces(example, schema).filter(({ path }) => path.startsWith("/spec/"));
  // What is misspelt is refused before anybody looks further.
  const faultsAt = (place: Place): readonly Mutation[] => mutationsAt(place).filter(({ name }) => !name.endsWith(" misspelt"));
  for (let count = 1 + random.below(severalFaults.faultsMax); count > 0; count--) oneOf(faultsAt(oneOf(places))).apply();
  return {
    place: "",
    what: `seed ${seed}`,
    way: random.below(3) === 0 ? "update" : "create",
    unknownFields: "Strict",
    resource: example as Resource,
  };
}
