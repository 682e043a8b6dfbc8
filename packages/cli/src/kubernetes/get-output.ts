import { type AnyObject, type ServedKind, singularText } from "@millrace/kube/browse";
import { UsageError } from "../command.ts";
import { CustomColumns } from "./custom-columns.ts";
import { jsonTemplate } from "./json-template.ts";
import { listOf, objectsText, shownObject } from "./shown-objects.ts";

/** An object, and what the API server calls its kind. */
export interface Found {
  readonly kind: ServedKind;
  readonly object: AnyObject;
}

/** How objects are shown: in the API server's own columns, or by what they hold. */
export type GetOutput =
  | { readonly as: "table"; readonly wide: boolean }
  /** What is printed of several objects, or, where only one is meant (`isList` false), of that one. */
  | { readonly as: "objects"; readonly text: (found: readonly Found[], isList: boolean) => string };

interface OutputOptions {
  readonly headers: boolean;
  readonly showManagedFields: boolean;
}

const formats = ["table", "wide", "json", "yaml", "name", "jsonpath=TEMPLATE", "custom-columns=HEADER:PATH,…"];

/** What `--output` means. Throws UsageError. */
export function getOutput(text: string, { headers, showManagedFields }: OutputOptions): GetOutput {
  // kubectl takes `-o=name` as well.
  const [, format = "", argument = ""] = /^=?([a-z-]+)(?:=(.*))?$/s.exec(text) ?? [];
  const shown = (found: readonly Found[]) => found.map(({ object }) => shownObject(object, showManagedFields));
  switch (format) {
    case "table":
    case "wide":
      return { as: "table", wide: format === "wide" };
    case "json":
    case "yaml":
      return { as: "objects", text: (found, isList) => (isList || found.length > 0 ? objectsText(shown(found), format, isList) : "") };
    case "name":
      return {
        as: "objects",
        text: (found) => found.map(({ kind, object }) => `${singularText(kind)}/${object.metadata.name}\n`).join(""),
      };
    case "jsonpath": {
      if (argument === "") throw new UsageError("template format specified but no template given");
      const print = jsonTemplate(argument);
      return { as: "objects", text: (found, isList) => print(isList ? listOf(shown(found)) : shown(found)[0]) };
    }
    case "custom-columns": {
      const columns = new CustomColumns(argument, headers);
      return { as: "objects", text: (found) => columns.text(shown(found)) };
    }
    default:
      throw new UsageError(
        `unable to match a printer suitable for the output format "${text}", allowed formats are: ${formats.join(", ")}`,
      );
  }
}
