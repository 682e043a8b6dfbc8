import { isJsonObject, type Json } from "../../objects.ts";
import type { FieldError } from "../../status/field-error.ts";
import type { ResourceKind, Strategy } from "../kind.ts";
import { builtin, int32, members, resource, text, time } from "./parts.ts";

const strategy: Strategy = {
  blank: { spec: {} },
  decode: (object) => ({ ...object, spec: isJsonObject(object.spec) ? object.spec : {} }),
  validate({ spec }) {
    const { leaseDurationSeconds, leaseTransitions } = isJsonObject(spec) ? spec : {};
    return [
      ...(isBelow(leaseDurationSeconds, 1) ? [invalid("leaseDurationSeconds", leaseDurationSeconds, "must be greater than 0")] : []),
      ...(isBelow(leaseTransitions, 0) ? [invalid("leaseTransitions", leaseTransitions, "must be greater than or equal to 0")] : []),
    ];
  },
};

const isBelow = (value: Json | undefined, least: number): value is number => typeof value === "number" && value < least;

const invalid = (field: string, value: number, detail: string): FieldError => ({
  type: "FieldValueInvalid",
  field: `spec.${field}`,
  value,
  detail,
});

/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/ */
export const leaseKind: ResourceKind = builtin({
  group: "coordination.k8s.io",
  kind: "Lease",
  plural: "leases",
  createOnUpdate: true,
  updatesBlindly: false,
  strategy,
  schema: () =>
    resource({
      spec: members({
        holderIdentity: text,
        leaseDurationSeconds: int32,
        acquireTime: time,
        renewTime: time,
        leaseTransitions: int32,
        strategy: text,
        preferredHolder: text,
      }),
    }),
});
