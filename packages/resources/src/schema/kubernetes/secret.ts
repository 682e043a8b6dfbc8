import { type Field, flag, map, text } from "../field.ts";

/** What a Secret has in place of `spec`: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/secret-v1/ */
export const secretFields: Readonly<Record<"data" | "stringData" | "type" | "immutable", Field>> = {
  data: map("Entries, each encoded as base64.", text(undefined, { secret: true })),
  stringData: map("Entries as they are; they win over those of `data`.", text(undefined, { secret: true })),
  type: text("What sort of Secret it is.", { whenAbsent: "Opaque" }),
  immutable: flag("Whether the entries can no longer be changed."),
};
