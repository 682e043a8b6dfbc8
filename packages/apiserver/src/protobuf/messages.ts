/**
 * How bodies in Kubernetes' protobuf number their members, for the kinds that are not custom: clients in Go write these by default.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
 */

type Scalar = "text" | "bytes" | "number" | "flag" | "time" | "microTime" | "json";

export interface Member {
  readonly name: string;
  readonly type: Scalar | Message;
  readonly many?: "list" | "map";
  /** Told apart from not being there even if it is empty or zero. */
  readonly pointer?: true;
}

export type Message = ReadonlyMap<number, Member>;

type Numbered = Readonly<Record<number, readonly [name: string, type: Member["type"], more?: "list" | "map" | "pointer"]>>;

function message(numbered: Numbered): Message {
  const members = Object.entries(numbered).map(([number, [name, type, more]]): [number, Member] => {
    const shape = more === "pointer" ? { pointer: true as const } : more === undefined ? {} : { many: more };
    return [Number(number), { name, type, ...shape }];
  });
  return new Map(members);
}

const ownerReference = message({
  1: ["kind", "text"],
  3: ["name", "text"],
  4: ["uid", "text"],
  5: ["apiVersion", "text"],
  6: ["controller", "flag", "pointer"],
  7: ["blockOwnerDeletion", "flag", "pointer"],
});

const managedFields = message({
  1: ["manager", "text"],
  2: ["operation", "text"],
  3: ["apiVersion", "text"],
  4: ["time", "time"],
  6: ["fieldsType", "text"],
  7: ["fieldsV1", message({ 1: ["", "json"] })],
  8: ["subresource", "text"],
});

const metadata = message({
  1: ["name", "text"],
  2: ["generateName", "text"],
  3: ["namespace", "text"],
  4: ["selfLink", "text"],
  5: ["uid", "text"],
  6: ["resourceVersion", "text"],
  7: ["generation", "number"],
  8: ["creationTimestamp", "time"],
  9: ["deletionTimestamp", "time"],
  10: ["deletionGracePeriodSeconds", "number", "pointer"],
  11: ["labels", "text", "map"],
  12: ["annotations", "text", "map"],
  13: ["ownerReferences", ownerReference, "list"],
  14: ["finalizers", "text", "list"],
  17: ["managedFields", managedFields, "list"],
});

const objectReference = message({
  1: ["kind", "text"],
  2: ["namespace", "text"],
  3: ["name", "text"],
  4: ["uid", "text"],
  5: ["apiVersion", "text"],
  6: ["resourceVersion", "text"],
  7: ["fieldPath", "text"],
});

const condition = message({
  1: ["type", "text"],
  2: ["status", "text"],
  4: ["lastTransitionTime", "time"],
  5: ["reason", "text"],
  6: ["message", "text"],
});

const eventSource = message({ 1: ["component", "text"], 2: ["host", "text"] });
const eventSeries = message({ 1: ["count", "number"], 2: ["lastObservedTime", "microTime"] });

const resourceAttributes = message({
  1: ["namespace", "text"],
  2: ["verb", "text"],
  3: ["group", "text"],
  4: ["version", "text"],
  5: ["resource", "text"],
  6: ["subresource", "text"],
  7: ["name", "text"],
});

/** By what the envelope says is in it: `apiVersion/kind`. */
export const messages: Readonly<Record<string, Message>> = {
  "v1/Namespace": message({
    1: ["metadata", metadata],
    2: ["spec", message({ 1: ["finalizers", "text", "list"] })],
    3: ["status", message({ 1: ["phase", "text"], 2: ["conditions", condition, "list"] })],
  }),
  "v1/ConfigMap": message({
    1: ["metadata", metadata],
    2: ["data", "text", "map"],
    3: ["binaryData", "bytes", "map"],
    4: ["immutable", "flag", "pointer"],
  }),
  "v1/Secret": message({
    1: ["metadata", metadata],
    2: ["data", "bytes", "map"],
    3: ["type", "text"],
    4: ["stringData", "text", "map"],
    5: ["immutable", "flag", "pointer"],
  }),
  "v1/ServiceAccount": message({
    1: ["metadata", metadata],
    2: ["secrets", objectReference, "list"],
    3: ["imagePullSecrets", message({ 1: ["name", "text"] }), "list"],
    4: ["automountServiceAccountToken", "flag", "pointer"],
  }),
  "v1/Event": message({
    1: ["metadata", metadata],
    2: ["involvedObject", objectReference],
    3: ["reason", "text"],
    4: ["message", "text"],
    5: ["source", eventSource],
    6: ["firstTimestamp", "time"],
    7: ["lastTimestamp", "time"],
    8: ["count", "number"],
    9: ["type", "text"],
    10: ["eventTime", "microTime"],
    11: ["series", eventSeries],
    12: ["action", "text"],
    13: ["related", objectReference],
    14: ["reportingComponent", "text"],
    15: ["reportingInstance", "text"],
  }),
  "events.k8s.io/v1/Event": message({
    1: ["metadata", metadata],
    2: ["eventTime", "microTime"],
    3: ["series", eventSeries],
    4: ["reportingController", "text"],
    5: ["reportingInstance", "text"],
    6: ["action", "text"],
    7: ["reason", "text"],
    8: ["regarding", objectReference],
    9: ["related", objectReference],
    10: ["note", "text"],
    11: ["type", "text"],
    12: ["deprecatedSource", eventSource],
    13: ["deprecatedFirstTimestamp", "time"],
    14: ["deprecatedLastTimestamp", "time"],
    15: ["deprecatedCount", "number"],
  }),
  "coordination.k8s.io/v1/Lease": message({
    1: ["metadata", metadata],
    2: [
      "spec",
      message({
        1: ["holderIdentity", "text", "pointer"],
        2: ["leaseDurationSeconds", "number", "pointer"],
        3: ["acquireTime", "microTime"],
        4: ["renewTime", "microTime"],
        5: ["leaseTransitions", "number", "pointer"],
        6: ["strategy", "text", "pointer"],
        7: ["preferredHolder", "text", "pointer"],
      }),
    ],
  }),
  "authentication.k8s.io/v1/SelfSubjectReview": message({ 1: ["metadata", metadata] }),
  "authorization.k8s.io/v1/SelfSubjectAccessReview": message({
    1: ["metadata", metadata],
    2: [
      "spec",
      message({
        1: ["resourceAttributes", resourceAttributes],
        2: ["nonResourceAttributes", message({ 1: ["path", "text"], 2: ["verb", "text"] })],
      }),
    ],
  }),
  "authorization.k8s.io/v1/SelfSubjectRulesReview": message({
    1: ["metadata", metadata],
    2: ["spec", message({ 1: ["namespace", "text"] })],
  }),
};

/** Clients send it with the version of the kind that they delete, or with that of the common kinds. */
export const deleteOptions: Message = message({
  1: ["gracePeriodSeconds", "number", "pointer"],
  2: ["preconditions", message({ 1: ["uid", "text", "pointer"], 2: ["resourceVersion", "text", "pointer"] })],
  3: ["orphanDependents", "flag", "pointer"],
  4: ["propagationPolicy", "text", "pointer"],
  5: ["dryRun", "text", "list"],
});

/** The envelope around every body. */
export const envelope: Message = message({
  1: ["typeMeta", message({ 1: ["apiVersion", "text"], 2: ["kind", "text"] })],
  2: ["raw", "bytes"],
  3: ["contentEncoding", "text"],
  4: ["contentType", "text"],
});
