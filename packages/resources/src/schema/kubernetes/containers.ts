import { integer, list, map, object, quantity, shape, text } from "../field.ts";
import { resourceClaim } from "./scheduling.ts";
import { securityContext } from "./security.ts";
import { keySelector } from "./selectors.ts";
import { volumeMount } from "./volumes.ts";

export const resourceRequirements = shape("ResourceRequirements", {
  claims: list("Claims on devices that the container uses.", object(undefined, resourceClaim)),
  limits: map("The most it may use, by resource.", quantity()),
  requests: map("What is reserved for it, by resource.", quantity()),
});

export const probe = shape("Probe", {
  initialDelaySeconds: integer("Seconds to wait before the first check.", { minimum: 0, whenAbsent: 15 }),
  timeoutSeconds: integer("Seconds after which a check counts as failed.", { minimum: 1, whenAbsent: 5 }),
  periodSeconds: integer("Seconds between two checks.", { minimum: 1, whenAbsent: 10 }),
  successThreshold: integer("Good checks in a row after which it is well again; 1 for liveness.", { minimum: 1, whenAbsent: 1 }),
  failureThreshold: integer("Failed checks in a row after which it counts as failed.", { minimum: 1, whenAbsent: 3 }),
});

const envVarSource = shape(
  "EnvVarSource",
  {
    secretKeyRef: object("Entry of a Secret.", keySelector),
    configMapKeyRef: object("Entry of a ConfigMap.", keySelector),
  },
  { oneOf: ["secretKeyRef", "configMapKeyRef"] },
);

const envVar = shape(
  "EnvVar",
  {
    name: text("Name of the variable."),
    value: text("Its value."),
    valueFrom: object("Where its value comes from.", envVarSource),
  },
  { oneOf: ["value", "valueFrom"] },
);

export const containerTemplate = shape("ContainerTemplate", {
  env: list("Further environment variables; those that the operator sets win.", object(undefined, envVar)),
  securityContext: object("Security settings of the container.", securityContext),
  volumeMounts: list("Further volumes to mount.", object(undefined, volumeMount)),
});
