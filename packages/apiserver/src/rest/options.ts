import type { ApiRequest } from "../api.ts";
import type { FieldError } from "../status/field-error.ts";
import { badRequest, invalid } from "../status/refusals.ts";

/** How a change is to be made. */
export interface WriteOptions {
  readonly dryRun: boolean;
  /** Whose fields the changed ones become. */
  readonly manager: string;
  /** Whether `manager` was said, not guessed from the client's name. */
  readonly managerGiven: boolean;
  readonly fieldValidation: "Ignore" | "Warn" | "Strict";
  readonly force: boolean;
}

const managerBytesMax = 128;

/** Reads what the query says of a create, an update or a patch, which the kind of the options names. */
export function writeOptions(
  { query, headers }: ApiRequest,
  optionsKind: "CreateOptions" | "UpdateOptions" | "PatchOptions",
  isApply = false,
): WriteOptions {
  const errors: FieldError[] = [];
  const given = query.get("fieldManager") ?? "";
  const force = query.get("force");
  if (optionsKind === "PatchOptions" && isApply && given === "") {
    errors.push({ type: "FieldValueRequired", field: "fieldManager", detail: "is required for apply patch" });
  }
  if (optionsKind === "PatchOptions" && !isApply && force !== null) {
    errors.push({ type: "FieldValueForbidden", field: "force", detail: "may not be specified for non-apply patch" });
  }
  if (Buffer.byteLength(given) > managerBytesMax) {
    errors.push({ type: "FieldValueTooLong", field: "fieldManager", detail: `may not be more than ${managerBytesMax} bytes` });
  }
  const strange = [...given].findIndex((character) => /\p{C}/u.test(character));
  if (strange >= 0) {
    const code = (given.codePointAt(strange) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    errors.push({
      type: "FieldValueInvalid",
      field: "fieldManager",
      value: given,
      detail: `invalid character U+${code} (at position ${strange})`,
    });
  }
  const dryRun = query.getAll("dryRun");
  errors.push(...dryRunErrors(dryRun));
  const validation = query.get("fieldValidation") ?? "";
  if (validation !== "" && validation !== "Ignore" && validation !== "Warn" && validation !== "Strict") {
    const detail = 'supported values: "", "Ignore", "Strict", "Warn"';
    errors.push({ type: "FieldValueNotSupported", field: "fieldValidation", value: validation, detail });
  }
  if (errors.length > 0) throw invalid({ group: "meta.k8s.io", name: optionsKind }, "", errors);
  return {
    dryRun: dryRun.includes("All"),
    manager: given === "" ? managerFrom(headers["user-agent"] ?? "") : given,
    managerGiven: given !== "",
    fieldValidation: validation === "Ignore" || validation === "Strict" ? validation : "Warn",
    force: force === "true" || force === "1",
  };
}

export function dryRunErrors(dryRun: readonly string[]): FieldError[] {
  if (dryRun.every((each) => each === "All")) return [];
  return [{ type: "FieldValueNotSupported", field: "dryRun", value: dryRun, detail: 'supported values: "All"' }];
}

/** What is before the first slash of the client's name, cut to what a manager may be called. */
function managerFrom(userAgent: string): string {
  const name = [...(userAgent.split("/")[0] ?? "")].filter((character) => /\P{C}/u.test(character)).join("");
  const cut = Buffer.from(name)
    .subarray(0, managerBytesMax)
    .toString("utf8")
    .replace(/\ufffd$/, "");
  return cut === "" ? "unknown" : cut;
}

/** A whole number of the query; undefined if it is not there. */
export function numberOption(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  if (!/^[+-]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

/** A yes or no of the query; undefined if it is not there. */
export function flagOption(query: URLSearchParams, name: string): boolean | undefined {
  const text = query.get(name);
  return text === null ? undefined : text !== "false" && text !== "0";
}
