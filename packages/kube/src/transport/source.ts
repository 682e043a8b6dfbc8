import { readFileSync } from "node:fs";
import { MillraceError, messageOf } from "@millrace/kit";

/** What stands in the kubeconfig, or in a file, which may change while a program runs. */
export type Source = { readonly value: string } | { readonly file: string };

/** Throws FILE_UNREADABLE. */
export function textOf(source: Source): string {
  if ("value" in source) return source.value;
  try {
    return readFileSync(source.file, "utf8");
  } catch (cause) {
    throw new MillraceError("FILE_UNREADABLE", `can't read ${source.file}, which the kubeconfig names: ${messageOf(cause)}`, { cause });
  }
}
