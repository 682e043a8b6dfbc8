import { assert } from "@millrace/kit";
import type { FieldDefinition, MessageDefinition } from "../src/definitions/schema.ts";
import { intersect, isEmpty, NO_VERSIONS, parseVersions, type VersionRange } from "../src/definitions/versions.ts";

export interface FieldModel {
  /** The property's name: Kafka's in camelCase. */
  readonly key: string;
  readonly definition: FieldDefinition;
  /** The primitive or struct that the field holds, or that its array's elements are. */
  readonly element: string;
  readonly isArray: boolean;
  readonly struct: StructModel | undefined;
  /** All ranges are limited to the versions in which the struct around the field occurs. */
  readonly present: VersionRange;
  readonly nullable: VersionRange;
  readonly tagged: VersionRange;
  readonly flexible: VersionRange;
}

export interface StructModel {
  /** The TypeScript type: unique in the package. */
  readonly typeName: string;
  readonly fields: FieldModel[];
  readonly versions: VersionRange;
  readonly flexible: VersionRange;
}

export interface MessageModel {
  readonly definition: MessageDefinition;
  readonly root: StructModel;
  /** Every struct, those that others contain first; the root is the last. */
  readonly structs: readonly StructModel[];
}

/** Resolves names and version ranges, so that what emits code has nothing left to look up. */
export function messageModel(definition: MessageDefinition): MessageModel {
  const structs: StructModel[] = [];
  const shared = new Map(definition.structs.map((struct) => [struct.name, struct]));
  const flexible = parseVersions(definition.flexible);

  function structModel(name: string, fields: readonly FieldDefinition[], versions: VersionRange): StructModel {
    const typeName = name.startsWith(definition.name) ? name : definition.name + name;
    const known = structs.find((struct) => struct.typeName === typeName);
    if (known !== undefined) {
      assert(known.versions.from <= versions.from && known.versions.to >= versions.to, `${typeName} is used in more versions later`);
      return known;
    }
    const model: StructModel = { typeName, versions, flexible: intersect(flexible, versions), fields: [] };
    for (const field of fields) model.fields.push(fieldModel(field, versions));
    structs.push(model);
    return model;
  }

  function fieldModel(field: FieldDefinition, around: VersionRange): FieldModel {
    const isArray = field.type.startsWith("[]");
    const element = isArray ? field.type.slice(2) : field.type;
    const present = intersect(parseVersions(field.versions), around);
    const isStruct = /^[A-Z]/.test(element);
    return {
      key: camelCase(field.name),
      definition: field,
      element,
      isArray,
      struct: isStruct ? structOf(element, field, present) : undefined,
      present,
      nullable: within(parseVersions(field.nullable), present),
      tagged: within(parseVersions(field.tagged), present),
      flexible: within(field.flexible === undefined ? flexible : parseVersions(field.flexible), present),
    };
  }

  /** A shared struct has versions of its own: of the fields that use it, none may have them all. */
  function structOf(element: string, field: FieldDefinition, present: VersionRange): StructModel {
    const struct = shared.get(element);
    if (struct === undefined) return structModel(element, field.fields, present);
    return structModel(element, struct.fields, intersect(parseVersions(struct.versions), parseVersions(definition.versions)));
  }

  const root = structModel(definition.name, definition.fields, parseVersions(definition.versions));
  return { definition, root, structs };
}

/** What functions call the message's version: a field of that name keeps its own. */
export function versionParameter(struct: StructModel): string {
  if (!struct.fields.some(({ key }) => key === "version")) return "version";
  assert(struct.versions.from === struct.versions.to, `${struct.typeName} has a field Version, which tests of the version would hit`);
  return "messageVersion";
}

function camelCase(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function within(range: VersionRange, limit: VersionRange): VersionRange {
  const both = intersect(range, limit);
  return isEmpty(both) ? NO_VERSIONS : both;
}
