import { awaitedKinds } from "./awaited-kinds.ts";
import type { Check } from "./check.ts";
import { faults } from "./faults.ts";
import { monitoring } from "./monitoring.ts";
import { harness, resources } from "./node-tests.ts";
import { operatorCertificates } from "./operator-certificates.ts";
import { operatorConfig } from "./operator-config.ts";
import { operatorNodes } from "./operator-nodes.ts";
import { operatorObjects } from "./operator-objects.ts";
import { operatorRebalances } from "./operator-rebalances.ts";
import { operatorRefusals } from "./operator-refusals.ts";
import { protocolSpecs } from "./protocol-specs.ts";
import { quotaPlugin } from "./quota-plugin.ts";

export const checks: readonly Check[] = [
  harness,
  protocolSpecs,
  quotaPlugin,
  resources,
  monitoring,
  faults,
  operatorObjects,
  operatorRebalances,
  operatorRefusals,
  awaitedKinds,
  operatorNodes,
  operatorConfig,
  operatorCertificates,
];
