import type { GroupConfigs } from "./group-config.ts";
import type { GroupRecord } from "./group-record.ts";
import type { TopicImage } from "./modern/topic-image.ts";
import type { Outcome } from "./outcome.ts";
import type { InitializationTask } from "./share/initialization.ts";
import type { TimerEvent } from "./timer-event.ts";

/** Work for elsewhere: to match these expressions (RE2) against all topics' names, and hand the result to `regexesResolved`. */
export interface ResolveTask {
  readonly type: "resolve-regexes";
  readonly groupId: string;
  readonly regexes: readonly string[];
  /** Whether a topic may be shown to the member that asked. */
  readonly mayDescribe: (topic: string) => boolean;
}

export type GroupTask = InitializationTask | ResolveTask;

/** What an input of the group coordinator asks for. */
export type GroupOutcome = Outcome<GroupRecord, TimerEvent, GroupTask>;

/** The handling of one input: what it is given, and where what follows from it is collected. */
export interface Turn {
  readonly nowMs: number;
  readonly configs: GroupConfigs;
  readonly topics: TopicImage;
  readonly outcome: GroupOutcome;
}

/** Who sent a request, and how. */
export interface Requester {
  readonly apiVersion: number;
  readonly clientId: string;
  /** As Java prints addresses: "/127.0.0.1". */
  readonly clientHost: string;
  /** Whether a topic may be shown to them. */
  readonly mayDescribe: (topic: string) => boolean;
}
