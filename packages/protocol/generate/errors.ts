import { condition, when } from "./conditions.ts";
import { defaultLiteral, type Imports } from "./defaults.ts";
import type { FieldModel, MessageModel, StructModel } from "./model.ts";

/** The outcome of one thing that was asked for. That of a topic's configs (KIP-525) says only why they are not told. */
const isOutcome = ({ definition }: FieldModel): boolean => /ErrorCode$/.test(definition.name) && definition.name !== "TopicConfigErrorCode";

export function eachErrorFunction(struct: StructModel): string {
  return `eachErrorOf${struct.typeName}`;
}

/** Whether a struct, or one in it, tells an outcome. */
function tellsErrors(struct: StructModel): boolean {
  return struct.fields.some((field) => isOutcome(field) || (field.struct !== undefined && tellsErrors(field.struct)));
}

/** The structs of a response that lead to error codes; none for a request or a record. */
export function structsWithErrors(message: MessageModel): readonly StructModel[] {
  return message.definition.name.endsWith("Response") ? message.structs.filter(tellsErrors) : [];
}

/** One function for each struct: tells its own error codes, then those of the structs in it. */
export function emitEachError(struct: StructModel, imports: Imports): string {
  imports.add("type Draft");
  imports.add("type OnError");
  const body = struct.fields.flatMap((field) => fieldLines(field, struct, imports));
  const usesVersion = body.some((line) => /\bversion\b/.test(line));
  return [
    `function ${eachErrorFunction(struct)}(draft: Draft<${struct.typeName}>, ${usesVersion ? "version" : "_version"}: number, found: OnError, around: object): void {`,
    ...body,
    "}",
  ].join("\n");
}

function fieldLines(field: FieldModel, struct: StructModel, imports: Imports): string[] {
  const { key } = field;
  const present = when(condition(field.present, struct.versions));
  if (isOutcome(field)) return [`  ${present}found(draft.${key} ?? ${defaultLiteral(field, imports)}, draft, around);`];
  if (field.struct === undefined || !tellsErrors(field.struct)) return [];
  const call = (value: string) => `${eachErrorFunction(field.struct as StructModel)}(${value}, version, found, draft)`;
  if (field.isArray) return [`  ${present}for (const element of draft.${key} ?? []) ${call("element")};`];
  return [`  if (${present === "" ? "" : `${present.slice(4, -2)} && `}draft.${key} != null) ${call(`draft.${key}`)};`];
}
