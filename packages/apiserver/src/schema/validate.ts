import type { Json, JsonObject, KubeObject } from "../objects.ts";
import type { FieldError } from "../status/field-error.ts";
import { Correlation } from "./correlation.ts";
import { fieldErrors } from "./findings.ts";
import { listTypeErrors } from "./list-types.ts";
import { propertyOf } from "./schema.ts";
import type { StructuralSchema } from "./structural.ts";
import { validateChild } from "./validate-value.ts";

/**
 * What is wrong with an object by its schema, without its rules. Parts that are as they were are let be. Of a write to `status` only that is
 * looked at.
 */
export function validateObject(
  { own, whole }: StructuralSchema,
  object: KubeObject,
  old?: KubeObject,
  subresource: "" | "status" = "",
): readonly FieldError[] {
  const before = old && new Correlation(own, object, old);
  const structural = subresource === "status" ? statusErrors(own, object, before) : fieldErrors(validateChild(own, object, "", before), "");
  const isNewlyWrong = !old || listTypeErrors(whole, withoutMetadata(old), "").length === 0;
  return [...structural, ...(isNewlyWrong ? listTypeErrors(whole, withoutMetadata(object), "") : [])];
}

function statusErrors(own: StructuralSchema["own"], object: JsonObject, before: Correlation | undefined): FieldError[] {
  const schema = propertyOf(own, "status");
  const status = object.status;
  return schema && status !== undefined ? fieldErrors(validateChild(schema, status, "", before?.key("status")), "status") : [];
}

function withoutMetadata(object: JsonObject): Json {
  const { metadata: _, ...rest } = object;
  return rest;
}
