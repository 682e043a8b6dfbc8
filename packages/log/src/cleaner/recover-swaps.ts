import type { Logger } from "@millrace/kit";
import { batchHeader } from "@millrace/protocol";
import { BatchCursor } from "../batch-cursor.ts";
import { CLEANED_SUFFIX, LOG_SUFFIX, offsetOf, SEGMENT_SUFFIXES, SWAP_SUFFIX } from "../file-names.ts";
import type { SegmentContext } from "../segment.ts";

/**
 * Ends what a cleaning was doing when the process died, as Apache Kafka does. Files that end in `.cleaned` were being written and are removed,
 * with what had already become `.swap` of the same segment. Where all of a segment is `.swap` it is whole and takes the place of those that it
 * was made from. Returns the names that there are then.
 */
export function recoverSwaps({ files, directory }: SegmentContext, names: readonly string[], logger: Logger): readonly string[] {
  const unfinished = new Set(offsetsOf(names, CLEANED_SUFFIX));
  const dropped = names.filter(
    (name) => name.endsWith(CLEANED_SUFFIX) || [...offsetsOf([name], SWAP_SUFFIX)].some((at) => unfinished.has(at)),
  );
  for (const name of dropped) files.remove(`${directory}/${name}`);
  const swaps = names.filter((name) => name.endsWith(SWAP_SUFFIX) && !dropped.includes(name));
  if (swaps.length > 0) logger.info("Puts a cleaned segment in place that was ready when the process died", { directory, swaps });
  for (const name of swaps) {
    const baseOffset = offsetOf(name, LOG_SUFFIX + SWAP_SUFFIX);
    if (baseOffset === undefined) continue;
    const endOffset = endOf({ files, directory }, name, baseOffset);
    for (const other of names) {
      if (segmentOffsets([other]).some((offset) => offset >= baseOffset && offset < endOffset)) files.remove(`${directory}/${other}`);
    }
  }
  // The log file first: an index without one is removed, and that of aborted transactions can't be made anew.
  for (const suffix of SEGMENT_SUFFIXES) {
    for (const name of swaps) if (name.endsWith(suffix + SWAP_SUFFIX)) rename(name);
  }
  return swaps.length + dropped.length === 0 ? names : files.list(directory);

  function rename(name: string): void {
    files.rename(`${directory}/${name}`, `${directory}/${name.slice(0, -SWAP_SUFFIX.length)}`);
  }
}

/** Base offsets of the segments that files with this ending belong to. */
function offsetsOf(names: readonly string[], ending: string): number[] {
  return names.flatMap((name) => SEGMENT_SUFFIXES.flatMap((suffix) => offsetOf(name, suffix + ending) ?? []));
}

function segmentOffsets(names: readonly string[]): number[] {
  return offsetsOf(names, "");
}

/** The offset behind the last batch of a log file. */
function endOf({ files, directory }: Pick<SegmentContext, "files" | "directory">, name: string, baseOffset: number): number {
  const file = files.open(`${directory}/${name}`, "read");
  try {
    let offset = baseOffset;
    for (const cursor = new BatchCursor(file, 0, file.sizeBytes()); cursor.next(); )
      offset = batchHeader.lastOffset(cursor.bytes, cursor.at) + 1;
    return offset;
  } finally {
    file.close();
  }
}
