import { flag, integer, list, object, open, shape, text, textMap, texts } from "../field.ts";

const ownerReference = shape("OwnerReference", {
  apiVersion: text("API version of the owner."),
  kind: text("Kind of the owner."),
  name: text("Name of the owner."),
  uid: text("Unique id of the owner."),
  controller: flag("Whether the owner is the one that manages this object."),
  blockOwnerDeletion: flag("Whether the owner stays until this object is gone."),
});

/** What every Kubernetes object carries. The API server checks it by itself, so that no CRD repeats it. */
export const objectMeta = shape(
  "ObjectMeta",
  {
    name: text("Name of the resource, unique for its kind within the namespace."),
    namespace: text("Namespace of the resource."),
    labels: textMap(
      "Labels, by which resources find each other; `strimzi.io/cluster` names the Kafka that a pool, a topic or a user belongs to.",
    ),
    annotations: textMap("Annotations: notes for tools and operators."),
    generateName: text("Prefix from which the API server makes a name."),
    finalizers: texts("What has to finish before the object is really deleted."),
    ownerReferences: list("Objects whose deletion deletes this one.", object(undefined, ownerReference)),
    uid: text("Unique id, given by the API server."),
    resourceVersion: text("Version of the stored object, given by the API server."),
    generation: integer("Counts the changes of `spec`, given by the API server."),
    creationTimestamp: text("When the object was created, given by the API server."),
    deletionTimestamp: text("When the object is to be gone, given by the API server."),
    deletionGracePeriodSeconds: integer("Seconds the object may take to terminate, given by the API server."),
    selfLink: text("No longer filled in by any API server."),
    managedFields: list("Who set which field, kept by the API server.", open()),
  },
  { required: ["name"], inCrd: false },
);
