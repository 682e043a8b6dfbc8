import { errors } from "@millrace/protocol";
import { Refusal } from "../refusal.ts";
import type { StateBatch } from "../share-state/state-batches.ts";
import type { DeliveryConfig } from "./delivery-config.ts";
import { acknowledgeTypes, type DeliveryState, deliveryStates, isTerminal, stateByAcknowledgement } from "./delivery-state.ts";
import { isHeld, type OffsetRange, type Run } from "./run.ts";
import type { Runs } from "./runs.ts";
import { addStateBatch } from "./state-write.ts";

/** What a member says of records in a row: one type for all of them, or one for each. */
export interface AcknowledgementBatch extends OffsetRange {
  readonly acknowledgeTypes: readonly number[];
}

interface Rule {
  readonly whole: string;
  readonly part: string;
  readonly holds: (run: Run, memberId: string) => boolean;
}

/** When records can be acknowledged, and Kafka's words where not: of all that was handed out together, or of a part of it. */
const rules: readonly Rule[] = [
  {
    whole: "The batch cannot be acknowledged. The batch is not in the acquired state.",
    part: "The offset cannot be acknowledged. The offset is not acquired.",
    holds: (run) => isHeld(run),
  },
  {
    whole: "Member is not the owner of batch record",
    part: "Member is not the owner of offset",
    holds: (run, memberId) => run.memberId === memberId,
  },
];

/** The state that follows: a record that has been handed out too often is never handed out again. */
export function stateAfter(wanted: DeliveryState, deliveryCount: number, { deliveryCountLimit }: DeliveryConfig): DeliveryState {
  return wanted === deliveryStates.AVAILABLE && deliveryCount >= deliveryCountLimit ? deliveryStates.ARCHIVED : wanted;
}

/** Changes of records that members hold, which come true with one write. */
export class Transition {
  readonly stateBatches: StateBatch[] = [];
  readonly #runs: Runs;
  readonly #config: DeliveryConfig;
  readonly #id: number;

  constructor(runs: Runs, config: DeliveryConfig, id: number) {
    this.#runs = runs;
    this.#config = config;
    this.#id = id;
  }

  /** Takes in what a member says. After a refusal some of it may have been taken in. */
  acknowledge(memberId: string, batch: AcknowledgementBatch, nowMs: number): Refusal | undefined {
    const { startOffset, endOffset, count } = this.#runs;
    if (batch.lastOffset < startOffset) return undefined; // the log has dropped them
    if (count === 0) return invalidState("Batch record not found. The request batch offsets are not found in the cache.");
    if (batch.firstOffset >= endOffset)
      return invalidRequest("Batch record not found. The first offset in request is past acquired records.");
    if (batch.lastOffset >= endOffset)
      return invalidRequest("Batch record not found. The last offset in request is past acquired records.");
    for (const part of partsOf(batch)) {
      for (const run of this.#runs.in(part)) {
        const refusal = this.#acknowledge(run, memberId, part.type, batch, nowMs);
        if (refusal !== undefined) return refusal;
      }
    }
    return undefined;
  }

  /** Takes back what a member holds. */
  release(run: Run): void {
    this.#change(run, deliveryStates.AVAILABLE);
  }

  #acknowledge(run: Run, memberId: string, type: number, { acknowledgeTypes: types }: AcknowledgementBatch, nowMs: number) {
    // Of what is done with nobody knows any more what it was handed out with.
    const isAll = isTerminal(run.state) || (run.firstOffset === run.batchFirst && run.lastOffset === run.batchLast);
    const isWhole = types.length === 1 && isAll;
    const broken = rules.find(({ holds }) => !holds(run, memberId));
    if (broken !== undefined) return invalidState(isWhole ? broken.whole : broken.part);
    if (type === acknowledgeTypes.RENEW) {
      if (!this.#config.renewAcknowledgeEnable) return invalidState("Renewing acquisition locks is not enabled for the group.");
      run.lockedUntilMs = nowMs + this.#config.recordLockDurationMs;
      return undefined;
    }
    const wanted = stateByAcknowledgement(type);
    if (wanted === undefined) return invalidRequest(`Invalid acknowledge type: [${types.join(", ")}]`);
    this.#change(run, wanted);
    return undefined;
  }

  #change(run: Run, wanted: DeliveryState): void {
    const { firstOffset, lastOffset, deliveryCount } = run;
    const deliveryState = stateAfter(wanted, deliveryCount, this.#config);
    run.becoming = deliveryState;
    run.writeId = this.#id;
    addStateBatch(this.stateBatches, { firstOffset, lastOffset, deliveryState, deliveryCount });
  }
}

function invalidState(message: string): Refusal {
  return new Refusal(errors.INVALID_RECORD_STATE, message);
}

function invalidRequest(message: string): Refusal {
  return new Refusal(errors.INVALID_REQUEST, message);
}

/** The batch in parts of which the same is said. */
function partsOf({
  firstOffset,
  lastOffset,
  acknowledgeTypes: types,
}: AcknowledgementBatch): Array<OffsetRange & { readonly type: number }> {
  const [only] = types;
  if (types.length === 1 && only !== undefined) return [{ firstOffset, lastOffset, type: only }];
  const parts: Array<{ firstOffset: number; lastOffset: number; type: number }> = [];
  for (const [index, type] of types.entries()) {
    const last = parts.at(-1);
    if (last?.type === type) last.lastOffset++;
    else parts.push({ firstOffset: firstOffset + index, lastOffset: firstOffset + index, type });
  }
  return parts;
}
