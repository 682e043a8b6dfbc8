/** What each broker makes for itself, so that a sequence can only name it: it is looked up when a request is sent. */
export type Reference =
  /** A name of this sequence's own: of a topic, a group, a transactional id. */
  | { readonly $: "name"; readonly of: string }
  | { readonly $: "topicId"; readonly of: string }
  | { readonly $: "memberId"; readonly of: string }
  | { readonly $: "generation"; readonly of: string; readonly plus: number }
  | { readonly $: "producerId"; readonly of: string }
  | { readonly $: "producerEpoch"; readonly of: string; readonly plus: number }
  | { readonly $: "sessionId"; readonly of: string }
  /** The partitions that a member was told of last. */
  | { readonly $: "assigned"; readonly of: string }
  | { readonly $: "bytes"; readonly text: string }
  /** What a consumer says of itself when it joins a classic group. */
  | { readonly $: "subscription"; readonly version: number; readonly topics: readonly string[] }
  /** What the leader of a classic group gives a member. */
  | { readonly $: "assignment"; readonly topics: readonly string[] }
  | { readonly $: "batches"; readonly batches: readonly BatchPlan[] };

/** A record batch as it shall be made: in order where nothing is said. */
export interface BatchPlan {
  readonly values: readonly string[];
  /** Records have keys. */
  readonly keyed?: boolean;
  readonly compression?: "gzip" | "snappy" | "lz4" | "zstd";
  /** Whose ids it carries. */
  readonly producer?: string;
  readonly epochPlus?: number;
  readonly sequence?: number;
  readonly transactional?: boolean;
  /** Milliseconds by which the first record's time differs from the usual one. */
  readonly timePlus?: number;
  readonly damage?: "crc" | "magic" | "length" | "count" | "lastOffsetDelta" | "baseOffset" | "cut";
}

/** A field's value in a request, plain JSON. */
export type Value = null | boolean | number | string | readonly Value[] | Reference | Fields;
export interface Fields {
  readonly [name: string]: Value;
}

/** One request. */
export interface Step {
  /** Name of the row in `apis`. */
  readonly api: string;
  readonly version: number;
  readonly body: Fields;
  /** Under which name what the reply gives (an id, a generation) is remembered. */
  readonly as?: string;
  /** How the encoded body is spoilt. */
  readonly damage?: Damage;
}

export type Damage = { readonly cutBytes: number } | { readonly appended: string } | { readonly at: number; readonly byte: number };

/** Requests that are sent one after the other to a broker on which nothing of theirs exists yet. */
export interface Sequence {
  readonly seed: number;
  readonly steps: readonly Step[];
}

export function isReference(value: Value): value is Reference {
  return typeof value === "object" && value !== null && "$" in value;
}

/** Names that sequences use of what every broker has under another name. */
export const topicNames = ["t0", "t1", "t2"] as const;
/** A topic that is never made by intention. */
export const absentTopic = "absent";
/** The last one is mostly one of the newer protocol. */
export const consumerGroup = "h0";
export const shareGroup = "s0";
export const groupNames = ["g0", "g1", consumerGroup, shareGroup] as const;
export const memberNames = ["m0", "m1", "m2"] as const;
export const producerNames = ["p0", "p1"] as const;
/** Transactional ids, and the producers that use them. */
export const transactionalNames = ["x0", "x1"] as const;
