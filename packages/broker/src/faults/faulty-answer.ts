import { type Clock, sleep } from "@millrace/kit";
import { apis, errors, type ProduceRequest } from "@millrace/protocol";
import { type Answer, CloseConnection, Dispatched, type Handled, LastAnswer, noReply, Parked } from "../api/handler.ts";
import { errorAnswer, type Refused } from "./error-answers.ts";
import type { FaultRule } from "./fault-rule.ts";

/** A request that a rule has hit. */
export interface Hit extends Omit<Refused, "error" | "topic" | "handle"> {
  readonly rule: FaultRule;
  readonly clock: Clock;
  readonly handle: () => Handled<unknown>;
}

const reason = "a fault that was asked for";

/** Answers as the rule says. Requests behind it on the connection wait for a delayed answer, as behind any that takes its time. */
export function faultyAnswer(hit: Hit): Handled<unknown> {
  const { rule, clock } = hit;
  const { delayMs = 0 } = rule;
  const handled = isRefused(rule) ? refusal(hit) : hit.handle();
  const dropped = rule.drop === "answer";
  if (delayMs === 0 && !dropped) return handled;
  let isDone = false;
  const late = async (answer: Answer<unknown> | Promise<Answer<unknown>>): Promise<Answer<unknown>> => {
    const done = await answer;
    isDone = true;
    if (delayMs > 0) await sleep(clock, delayMs);
    return dropped ? new CloseConnection(reason, replyIn(done)) : done;
  };
  // What has come is not waited for any more, though its answer is still to leave.
  if (handled instanceof Parked) return new Parked<unknown>(late(handled.done) as Promise<never>, () => isDone || handled.abandon());
  if (handled instanceof Dispatched) return new Dispatched<unknown>(late(handled.done) as Promise<never>);
  return late(handled);
}

const isRefused = ({ error, drop }: FaultRule): boolean => error !== undefined || drop === "request";

function refusal({ rule, handle, ...hit }: Hit): Answer<unknown> | Promise<Answer<unknown>> {
  const error = errors[rule.error ?? "NETWORK_EXCEPTION"];
  if (rule.drop === "request") return new CloseConnection(reason, {});
  const reply = errorAnswer({ ...hit, error, topic: rule.topic, handle }) as object;
  // Nobody waits for the answer: as Kafka does, the end of the connection says that something is wrong.
  const isAwaited = hit.apiKey !== apis.produce.key || (hit.body as ProduceRequest).acks !== 0;
  return isAwaited ? reply : new CloseConnection(reason, reply);
}

function replyIn(answer: Answer<unknown>): object {
  if (answer instanceof CloseConnection || answer instanceof LastAnswer) return answer.reply as object;
  return answer === noReply ? {} : (answer as object);
}
