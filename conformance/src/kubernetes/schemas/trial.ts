import type { Json } from "../../resources/examples.ts";

/** How a resource is sent: as a new one, in place of one that is there, or as the status of one that is there. */
export type Way = "create" | "update" | "status";

/** A resource that is sent by a dry run. */
export interface Trial {
  /** The place that it is about, such as `/spec/partitions`; empty: all of it. */
  readonly place: string;
  /** What stands there, such as `mistyped as true`; names the trial together with the place and the way. */
  readonly what: string;
  readonly way: Way;
  /** Whether unknown fields are refused, or dropped with a warning. */
  readonly unknownFields: "Strict" | "Warn";
  /** With its own identity and metadata, or without. */
  readonly resource: { readonly [field: string]: Json };
}

/** Trials of one kind that are made one after the other, beside a resource that is there. */
export interface TrialGroup {
  readonly name: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly stored: Json;
  readonly trials: readonly Trial[];
}
