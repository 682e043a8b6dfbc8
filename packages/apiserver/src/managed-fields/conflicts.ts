import { applyConflict } from "../status/refusals.ts";
import type { StatusError } from "../status/status.ts";
import { type FieldPath, pathText } from "./element.ts";
import { type FieldSet, hasField, pathsOf } from "./field-set.ts";
import { compareTexts, type ManagerKey, managerId } from "./managers.ts";

/** A path that is applied with another value than the one that its manager gave it. */
export interface Conflict {
  readonly manager: ManagerKey;
  readonly path: FieldPath;
}

/** What stands against an apply that isn't forced. Thrown inside structured merge, and told to clients as a Status. */
export class ApplyConflicts extends Error {
  readonly conflicts: readonly Conflict[];

  constructor(conflicts: readonly Conflict[]) {
    super("apply conflicts");
    this.conflicts = conflicts;
  }

  /** Those that stay when some are allowed; undefined: none. */
  beyond(allowed: FieldSet): ApplyConflicts | undefined {
    const left = this.conflicts.filter(({ path }) => !hasField(allowed, path));
    return left.length === 0 ? undefined : new ApplyConflicts(left);
  }

  refusal(): StatusError {
    const causes = this.conflicts.map(({ manager, path }) => ({
      reason: "FieldManagerConflict",
      message: `conflict with ${managerText(manager)}`,
      field: pathText(path),
    }));
    return applyConflict(causes, messageOf(this.conflicts));
  }
}

export function conflictsOf(sets: ReadonlyArray<{ readonly manager: ManagerKey; readonly fields: FieldSet }>): ApplyConflicts {
  const byManager = [...sets].sort((left, right) => compareTexts(managerId(left.manager), managerId(right.manager)));
  return new ApplyConflicts(byManager.flatMap(({ manager, fields }) => pathsOf(fields).map((path) => ({ manager, path }))));
}

function messageOf(conflicts: readonly Conflict[]): string {
  const [only] = conflicts;
  if (only && conflicts.length === 1) {
    return `Apply failed with 1 conflict: conflict with ${managerText(only.manager)}: ${pathText(only.path)}`;
  }
  const lines = [...Map.groupBy(conflicts, ({ manager }) => managerText(manager))].flatMap(([manager, ofManager]) => [
    `conflicts with ${manager}:`,
    ...ofManager.map(({ path }) => `- ${pathText(path)}`),
  ]);
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join("\n")}`;
}

function managerText({ manager, operation, apiVersion, subresource }: ManagerKey): string {
  const name = `${JSON.stringify(manager)}${subresource === undefined ? "" : ` with subresource ${JSON.stringify(subresource)}`}`;
  return operation === "Update" ? `${name} using ${apiVersion}` : name;
}
