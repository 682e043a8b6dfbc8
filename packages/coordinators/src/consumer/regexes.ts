import { errors } from "@millrace/protocol";
import type { Groups } from "../groups.ts";
import { metadataHash } from "../modern/metadata-hash.ts";
import { sameSet } from "../modern/same-set.ts";
import { Outcome } from "../outcome.ts";
import { Refusal } from "../refusal.ts";
import type { Requester, ResolveTask, Turn } from "../turn.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import type { MemberChange } from "./member-change.ts";
import { groupEpochRecord, regexRecord, regexTombstone } from "./member-records.ts";

/** What a request does to the member's regular expression; what a new one matches is known later. */
export type RegexChange = "none" | "changed" | "resolved";

/** Matching all topics costs time: a group does it no more often than this. */
const refreshIntervalMinMs = 10_000;

/** Says why a text is no regular expression (RE2); undefined if it is one. */
export type RegexProblem = (regex: string) => string | undefined;

/** Records what becomes of the regular expression that the member subscribed to before. */
export function changeRegex({ group, old, updated, records }: MemberChange, problemOf: RegexProblem): RegexChange | Refusal {
  const [before, after] = [old.subscribedTopicRegex, updated.subscribedTopicRegex];
  if (before === after) return "none";
  if (before !== "" && group.regexSubscriberCount(before) === 1) records.push(regexTombstone(group.groupId, before));
  if (after === "") return "resolved";
  if (group.regexSubscriberCount(after) > 0) return group.regexes.has(after) ? "resolved" : "changed";
  const problem = problemOf(after);
  if (problem === undefined) return "changed";
  const message = `SubscribedTopicRegex \`${after}\` is not a valid regular expression: ${problem}.`;
  return new Refusal(errors.INVALID_REGULAR_EXPRESSION, message);
}

/** Has the group's regular expressions matched against the topics (again), if that is due and not under way. */
export function resolveRegexes(change: MemberChange, groups: Groups, requester: Requester): void {
  const { groupId } = change.group;
  const task = groups.resolving.has(groupId) ? undefined : regexTask(change, requester);
  if (task === undefined) return;
  groups.resolving.add(groupId);
  change.turn.outcome.tasks.push(task);
}

function regexTask({ turn, group, old, updated }: MemberChange, { mayDescribe }: Requester): ResolveTask | undefined {
  if (!group.hasRegexes && updated.subscribedTopicRegex === "") return undefined;
  const lastMs = lastResolvedMs(group);
  if (turn.nowMs <= lastMs + refreshIntervalMinMs) return undefined;
  const subscribers = group.regexSubscribers([old], updated);
  if (subscribers.size === 0) return undefined;
  // One that takes the place of another leaves their number as it was.
  const isNew = updated.subscribedTopicRegex !== "" && group.regexSubscriberCount(updated.subscribedTopicRegex) === 0;
  const due =
    isNew ||
    subscribers.size !== group.regexes.size ||
    group.resolvedVersion < turn.topics.newTopicsVersion ||
    turn.nowMs > lastMs + turn.configs.broker.groupConsumerRegexRefreshIntervalMs;
  return due ? { type: "resolve-regexes", groupId: group.groupId, regexes: [...subscribers.keys()], mayDescribe } : undefined;
}

function lastResolvedMs(group: ConsumerGroup): number {
  const [first] = group.regexes.values();
  return first?.timestamp ?? Number.NEGATIVE_INFINITY;
}

/** Topics that each expression matches, and the version of the topics that they were found in. */
export interface ResolvedRegexes {
  readonly topics: ReadonlyMap<string, ReadonlySet<string>>;
  readonly version: number;
}

/** Takes in what the expressions match; the group's epoch grows if that is something else than before. */
export function storeResolved(turn: Turn, group: ConsumerGroup, { topics, version }: ResolvedRegexes): void {
  const { groupId } = group;
  const names = new Set(group.namedTopics().keys());
  for (const [regex, resolved] of group.regexes) if (!topics.has(regex)) for (const name of resolved.topics) names.add(name);
  let changed = false;
  for (const [regex, matched] of topics) {
    if (group.regexSubscriberCount(regex) === 0) continue;
    changed ||= !sameSet(group.regexes.get(regex)?.topics ?? new Set(), matched);
    for (const name of matched) names.add(name);
    turn.outcome.store([regexRecord(groupId, regex, { topics: matched, version, timestamp: turn.nowMs })]);
  }
  turn.outcome.appended = (refusal) => {
    if (refusal === undefined) group.resolvedVersion = version;
    return new Outcome();
  };
  const hash = metadataHash(names, turn.topics);
  if (!changed && hash === group.metadataHash) return;
  const epoch = group.epoch + 1;
  turn.outcome.store([groupEpochRecord(groupId, epoch, hash)]);
  group.topicsChecked(turn.topics.topicsVersion, epoch);
}
