import { type Kind, kinds } from "@millrace/resources";

type Shape = Kind["shape"];
type Field = Shape["fields"][string];

/** What is said by rules of our CRDs that Strimzi's have not: it finds the same mistakes, but only when its operator looks at the resource. */
export const ownRefusals: ReadonlySet<string> = new Set(
  Object.values(kinds).flatMap(({ shape }) => [...shapesIn(shape)].flatMap(({ refusals }) => refusals.map(({ message }) => message))),
);

function shapesIn(shape: Shape, known = new Set<Shape>()): ReadonlySet<Shape> {
  if (known.has(shape)) return known;
  known.add(shape);
  for (const field of Object.values(shape.fields)) for (const inner of shapesOf(field)) shapesIn(inner, known);
  return known;
}

function shapesOf(field: Field): readonly Shape[] {
  if (field.type === "object") return [field.shape];
  if (field.type === "list") return shapesOf(field.item);
  return field.type === "map" ? shapesOf(field.value) : [];
}
