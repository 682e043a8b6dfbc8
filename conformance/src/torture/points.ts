/** A moment in the life of a process: when it calls its disk files the `times`th time for a path that contains `path`. */
export interface Point {
  readonly call: "open" | "read" | "write" | "truncate" | "sync" | "rename" | "remove" | "syncDirectory";
  readonly path: string;
  readonly times: number;
  /** Of the call. In the midst of a write, half of it is written; other calls are done or not. */
  readonly part: "before" | "midst" | "after";
}

/** What goes on at a point, and how often it is reached within some seconds. */
export interface NamedPoint extends Pick<Point, "call" | "path"> {
  readonly name: string;
  readonly timesMax: number;
}

/** Where a process dies while it works. */
export const workingPoints: readonly NamedPoint[] = [
  { name: "append to a log", call: "write", path: ".log", timesMax: 150 },
  { name: "append to what groups have committed", call: "write", path: "/__consumer_offsets-", timesMax: 40 },
  { name: "append to the state of transactions", call: "write", path: "/__transaction_state-", timesMax: 40 },
  { name: "append to the metadata", call: "write", path: "/__cluster_metadata-0/", timesMax: 6 },
  { name: "flush of the metadata", call: "sync", path: "/__cluster_metadata-0/", timesMax: 6 },
  { name: "roll: a segment is made", call: "open", path: ".log", timesMax: 70 },
  { name: "roll: offset index", call: "write", path: ".index", timesMax: 30 },
  { name: "roll: time index", call: "write", path: ".timeindex", timesMax: 30 },
  { name: "roll: producers", call: "write", path: ".snapshot", timesMax: 30 },
  { name: "roll: aborted transactions", call: "write", path: ".txnindex", timesMax: 5 },
  { name: "roll: flush of what is closed", call: "sync", path: ".log", timesMax: 30 },
  { name: "cleaning: what stays is written", call: "write", path: ".cleaned", timesMax: 60 },
  { name: "cleaning: flush of what stays", call: "sync", path: ".cleaned", timesMax: 20 },
  { name: "cleaning: what stays is whole", call: "rename", path: ".cleaned", timesMax: 30 },
  { name: "cleaning: what was there goes", call: "rename", path: "java-compacted-0/", timesMax: 60 },
  { name: "cleaning: what stays takes its place", call: "rename", path: ".swap", timesMax: 30 },
  { name: "removal of a file", call: "remove", path: ".deleted", timesMax: 20 },
  { name: "removal of a topic", call: "rename", path: "java-topics.", timesMax: 20 },
  { name: "names in a log's directory", call: "syncDirectory", path: "", timesMax: 15 },
  { name: "a checkpoint is written", call: "write", path: "checkpoint", timesMax: 10 },
  { name: "a checkpoint takes its place", call: "rename", path: "checkpoint", timesMax: 10 },
];

/** Where it dies while it starts, most of all while it recovers from the death before. */
export const startingPoints: readonly NamedPoint[] = [
  { name: "start: a log is opened", call: "open", path: ".log", timesMax: 80 },
  { name: "start: a log is read", call: "read", path: ".log", timesMax: 200 },
  { name: "start: what was torn is cut off", call: "truncate", path: ".log", timesMax: 2 },
  { name: "start: an index is made again", call: "write", path: "index", timesMax: 20 },
  { name: "start: producers are written", call: "write", path: ".snapshot", timesMax: 10 },
  { name: "start: what was left is removed", call: "remove", path: "", timesMax: 20 },
  { name: "start: something is renamed", call: "rename", path: "", timesMax: 12 },
  { name: "start: something is written", call: "write", path: "", timesMax: 60 },
  { name: "start: something is flushed", call: "sync", path: "", timesMax: 20 },
];
