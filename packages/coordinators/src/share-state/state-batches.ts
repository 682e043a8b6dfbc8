/** Records that have been handed out before and are all in one state: a run of offsets, both ends part of it. */
export interface StateBatch {
  readonly firstOffset: number;
  readonly lastOffset: number;
  /** 0 available, 2 acknowledged, 4 archived. */
  readonly deliveryState: number;
  /** How often the records were handed out. */
  readonly deliveryCount: number;
}

/** Stands for a start offset that is not known, or stays as it was. */
export const unknownStartOffset = -1;

/**
 * What becomes of runs when others are written over them: of each offset the run counts that was handed out more often, or that has come
 * further in its life. Neither list needs to be in order; the result is, without overlaps, and without what is before the start offset.
 */
export function combineBatches(known: readonly StateBatch[], written: readonly StateBatch[], startOffset: number): readonly StateBatch[] {
  const combined = written.length === 0 ? known : overlay(inOrder(known), inOrder(written));
  return from(combined, startOffset);
}

function from(batches: readonly StateBatch[], startOffset: number): readonly StateBatch[] {
  const first = batches[0];
  if (first === undefined || first.firstOffset >= startOffset) return batches;
  return batches.filter(({ lastOffset }) => lastOffset >= startOffset).map((batch) => beginningAt(batch, startOffset));
}

function beginningAt(batch: StateBatch, offset: number): StateBatch {
  return batch.firstOffset >= offset ? batch : { ...batch, firstOffset: offset };
}

/** The same runs in order and without overlaps: most often they are so already. */
function inOrder(batches: readonly StateBatch[]): readonly StateBatch[] {
  if (batches.every(({ firstOffset }, index) => firstOffset > (batches[index - 1]?.lastOffset ?? -1))) return batches;
  return batches.reduce<readonly StateBatch[]>((ordered, batch) => overlay(ordered, [batch]), []);
}

/** Both lists in one. Each is in order and without overlaps. */
function overlay(one: readonly StateBatch[], other: readonly StateBatch[]): readonly StateBatch[] {
  const runs = new Runs();
  let [left, right] = [one[0], other[0]];
  let [leftIndex, rightIndex] = [0, 0];
  while (left !== undefined && right !== undefined) {
    const [first, second]: readonly [StateBatch, StateBatch] = left.firstOffset <= right.firstOffset ? [left, right] : [right, left];
    const isShared = first.firstOffset === second.firstOffset;
    const lastOffset: number = Math.min(first.lastOffset, isShared ? second.lastOffset : second.firstOffset - 1);
    runs.add(isShared && rank(second, first) > 0 ? second : first, first.firstOffset, lastOffset);
    left = behind(left, lastOffset) ?? one[++leftIndex];
    right = behind(right, lastOffset) ?? other[++rightIndex];
  }
  for (; left !== undefined; left = one[++leftIndex]) runs.add(left, left.firstOffset, left.lastOffset);
  for (; right !== undefined; right = other[++rightIndex]) runs.add(right, right.firstOffset, right.lastOffset);
  return runs.all;
}

/** What a run has behind an offset. */
function behind(batch: StateBatch, offset: number): StateBatch | undefined {
  return batch.lastOffset <= offset ? undefined : beginningAt(batch, offset + 1);
}

/** Runs as they come, in order: neighbours in the same state become one. */
class Runs {
  readonly all: StateBatch[] = [];

  add(batch: StateBatch, firstOffset: number, lastOffset: number): void {
    const last = this.all.at(-1);
    if (last !== undefined && last.lastOffset + 1 === firstOffset && rank(last, batch) === 0) {
      this.all[this.all.length - 1] = { ...last, lastOffset };
    } else {
      const whole = batch.firstOffset === firstOffset && batch.lastOffset === lastOffset;
      this.all.push(whole ? batch : { ...batch, firstOffset, lastOffset });
    }
  }
}

/** Positive if the first has come further than the second. */
function rank(first: StateBatch, second: StateBatch): number {
  return first.deliveryCount - second.deliveryCount || first.deliveryState - second.deliveryState;
}
