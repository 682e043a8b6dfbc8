import { customResourceDefinition, kinds } from "@millrace/resources";
import type { DesiredObject } from "../model/desired-object.ts";
import { podSetDefinition } from "../pod-sets/definition.ts";
import { deployment } from "./deployment.ts";
import { type Install, installNames } from "./install.ts";
import { labels } from "./labels.ts";
import { roles } from "./roles.ts";

/** A CustomResourceDefinition as it is written into files. */
type Definition = { readonly metadata: { readonly name: string } } & Readonly<Record<string, unknown>>;

/** All kinds that the operator looks after, and the one that it makes for itself. */
export const definitions: readonly Definition[] = [
  ...Object.values(kinds).flatMap((kind) => (customResourceDefinition(kind) as Definition | undefined) ?? []),
  podSetDefinition,
];

/** An installation as a whole, in the order in which it can be applied to an empty cluster. */
export const installObjects = (install: Install): readonly (DesiredObject | Definition)[] => [
  ...definitions,
  { apiVersion: "v1", kind: "Namespace", metadata: { name: install.namespace, labels } },
  { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: installNames.operator, namespace: install.namespace, labels } },
  ...roles(install),
  deployment(install),
];
