import type { ApiCase } from "./api-case.ts";
import { applyCases } from "./applying.ts";
import { badRequestCases } from "./bad-requests.ts";
import { deletionCases } from "./deleting.ts";
import { discoveryCases } from "./discovery.ts";
import { listCases } from "./lists.ts";
import { patchCases } from "./patching.ts";
import { randomWriteCases } from "./random-writes.ts";
import { subresourceCases } from "./subresources.ts";
import { validationCases } from "./validating.ts";
import { viewCases } from "./views.ts";
import { watchCases } from "./watches.ts";
import { writingCases } from "./writing.ts";

export const apiCases: readonly ApiCase[] = [
  ...writingCases,
  ...listCases,
  ...watchCases,
  ...patchCases,
  ...applyCases,
  ...validationCases,
  ...deletionCases,
  ...subresourceCases,
  ...viewCases,
  ...badRequestCases,
  ...discoveryCases,
  ...randomWriteCases,
];
