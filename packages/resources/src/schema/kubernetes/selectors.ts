import { flag, list, object, shape, text, textMap, texts } from "../field.ts";

/** The same three fields select by labels and by nodes. */
export const selectorRequirement = shape("SelectorRequirement", {
  key: text("Label or field that is looked at."),
  operator: text("How the value is compared: `In`, `NotIn`, `Exists`, `DoesNotExist`; for nodes also `Gt` and `Lt`."),
  values: texts("Values to compare with."),
});

export const labelSelector = shape("LabelSelector", {
  matchExpressions: list("Requirements that all have to be met.", object(undefined, selectorRequirement)),
  matchLabels: textMap("Labels that all have to be there with these values."),
});

/** A Secret in the same namespace, or whatever else is found by name alone. */
export const localObjectReference = shape("LocalObjectReference", {
  name: text("Name of the object, in the same namespace."),
});

/** One entry of a Secret or a ConfigMap. */
export const keySelector = shape("KeySelector", {
  key: text("Entry to take."),
  name: text("Name of the Secret or ConfigMap, in the same namespace."),
  optional: flag("Whether the entry may be missing."),
});

/** A name with a value: JVM system properties, kernel parameters, resolver options. */
export const nameValue = shape("NameValue", {
  name: text("Name."),
  value: text("Value."),
});
