import type { KubeObject } from "../objects.ts";

/** As Go's structure has them, which is the order of answers. */
const order = [
  "name",
  "generateName",
  "namespace",
  "selfLink",
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "labels",
  "annotations",
  "ownerReferences",
  "finalizers",
  "managedFields",
];
const places = new Map(order.map((name, place) => [name, place]));

export function withMetadataInOrder(object: KubeObject): KubeObject {
  const entries = Object.entries(object.metadata).sort(
    ([left], [right]) => (places.get(left) ?? order.length) - (places.get(right) ?? order.length),
  );
  return { ...object, metadata: Object.fromEntries(entries) };
}
