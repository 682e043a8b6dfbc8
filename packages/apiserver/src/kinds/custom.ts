import { apiGroup, customResourceDefinition, kinds as declared } from "@millrace/resources";
import { isJsonObject, type JsonObject } from "../objects.ts";
import { everyVerb } from "./builtin/parts.ts";
import type { PrinterColumn, ResourceKind, ScalePaths } from "./kind.ts";

/** Millrace's own kinds, as their CustomResourceDefinitions describe them. The definitions are made when somebody asks for them. */
export function customKinds(): readonly ResourceKind[] {
  return Object.values(declared).flatMap((kind): ResourceKind[] => {
    const { custom } = kind;
    if (custom === undefined) return [];
    const definition = once(() => customResourceDefinition(kind) as JsonObject);
    const columns: readonly PrinterColumn[] = custom.columns;
    const scale: ScalePaths | undefined = custom.scale;
    return [
      {
        group: apiGroup,
        version: "v1",
        kind: kind.kind,
        listKind: `${kind.kind}List`,
        plural: kind.plural,
        singular: kind.kind.toLowerCase(),
        shortNames: custom.shortNames,
        categories: ["strimzi"],
        namespaced: true,
        verbs: everyVerb,
        custom: true,
        definition,
        schema: once(() => schemaOf(definition())),
        status: true,
        ...(scale === undefined ? {} : { scale }),
        selectable: {},
        table: async () => (await import("../table/custom-layout.ts")).customLayout(columns),
        updatesBlindly: false,
        createOnUpdate: false,
        bucket: `${kind.plural}.${apiGroup}`,
      },
    ];
  });
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function schemaOf(definition: JsonObject): JsonObject {
  const { spec } = definition;
  const versions = isJsonObject(spec) ? spec.versions : undefined;
  const [version] = Array.isArray(versions) ? versions : [];
  const schema = isJsonObject(version) && isJsonObject(version.schema) ? version.schema.openAPIV3Schema : undefined;
  return isJsonObject(schema) ? schema : {};
}
