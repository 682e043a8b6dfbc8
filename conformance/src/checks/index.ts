import type { Check } from "./check.ts";
import { protocolSpecs } from "./protocol-specs.ts";
import { resources } from "./resources.ts";

export const checks: readonly Check[] = [protocolSpecs, resources];
