/** What grouping looks at in a segment. */
export interface SizedSegment {
  readonly baseOffset: number;
  readonly sizeBytes: number;
  readonly offsetIndexBytes: number;
  readonly timeIndexBytes: number;
}

export interface GroupLimits {
  readonly segmentBytes: number;
  readonly indexBytes: number;
  /** Offset behind the last of the segments. */
  readonly endOffset: number;
}

const RELATIVE_OFFSET_MAX = 2 ** 31 - 1;

/** Puts neighbours together whose cleaned records fit into one segment, whatever is kept of them: so that segments don't get ever smaller. */
export function segmentGroups<T extends SizedSegment>(segments: readonly T[], limits: GroupLimits): T[][] {
  const groups: T[][] = [];
  let group: T[] = [];
  let [sizeBytes, offsetIndexBytes, timeIndexBytes] = [0, 0, 0];
  for (const [index, segment] of segments.entries()) {
    const lastOffset = (segments[index + 1]?.baseOffset ?? limits.endOffset) - 1;
    const fits =
      sizeBytes + segment.sizeBytes <= limits.segmentBytes &&
      offsetIndexBytes + segment.offsetIndexBytes <= limits.indexBytes &&
      timeIndexBytes + segment.timeIndexBytes <= limits.indexBytes &&
      (segment.sizeBytes === 0 || lastOffset - (group[0] ?? segment).baseOffset <= RELATIVE_OFFSET_MAX);
    if (group.length === 0 || !fits) {
      group = [];
      groups.push(group);
      [sizeBytes, offsetIndexBytes, timeIndexBytes] = [0, 0, 0];
    }
    group.push(segment);
    sizeBytes += segment.sizeBytes;
    offsetIndexBytes += segment.offsetIndexBytes;
    timeIndexBytes += segment.timeIndexBytes;
  }
  return groups;
}
