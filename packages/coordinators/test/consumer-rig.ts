import assert from "node:assert/strict";
import type { ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse, Draft } from "@millrace/protocol";
import type { GroupTask, ResolveTask } from "../src/index.ts";
import { groupId } from "./group-rig.ts";
import { Rig } from "./rig.ts";

export type Answer = Draft<ConsumerGroupHeartbeatResponse>;
type Said = Partial<ConsumerGroupHeartbeatRequest>;

const silent: ConsumerGroupHeartbeatRequest = {
  groupId,
  memberId: "",
  memberEpoch: 0,
  instanceId: null,
  rackId: null,
  rebalanceTimeoutMs: -1,
  subscribedTopicNames: null,
  subscribedTopicRegex: null,
  serverAssignor: null,
  topicPartitions: null,
};

/** A rig for consumer groups. Regular expressions are JavaScript's here: what reads RE2 is the broker's affair. */
export class ConsumerRig extends Rig {
  readonly tasks: ResolveTask[] = [];

  protected override carryOut(task: GroupTask): void {
    if (task.type === "resolve-regexes") this.tasks.push(task);
  }

  /** Does what heartbeats asked for. */
  resolveRegexes(): void {
    for (const { groupId: id, regexes } of this.tasks.splice(0)) {
      const names = Array.from(this.topics.topics(), ({ name }) => name);
      const matching = (regex: string) => new Set(names.filter((name) => new RegExp(`^(?:${regex})$`).test(name)));
      const topics = new Map(regexes.map((regex) => [regex, matching(regex)]));
      const resolved = { topics, version: this.topics.topicsVersion };
      this.run(this.coordinator.regexesResolved(id, resolved, this.clock.now()));
    }
  }

  beat(said: Said, apiVersion = 1): Answer {
    const { asked, call } = this.ask<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(
      { ...silent, ...said },
      { apiVersion, clientId: "c" },
    );
    const newMemberId = () => `made-${call.ticket.id}`;
    const regexProblem = (regex: string) => (regex.includes("[") ? "missing closing ]" : undefined);
    this.run(this.coordinator.consumerGroupHeartbeat({ ...call, newMemberId, regexProblem }));
    assert.ok(asked.answer);
    return asked.answer;
  }

  describeConsumer() {
    return this.coordinator.describeConsumerGroup(groupId);
  }
}

type Partitions = NonNullable<Said["topicPartitions"]>;

/** A consumer as KIP-848 has it: takes what it is told, gives back what it is not, and says so. */
export class Consumer {
  readonly rig: ConsumerRig;
  readonly memberId: string;
  epoch = 0;
  owned: Partitions = [];
  readonly #said: Said;

  constructor(rig: ConsumerRig, memberId: string, said: Said = {}) {
    this.rig = rig;
    this.memberId = memberId;
    this.#said = { rebalanceTimeoutMs: 60_000, subscribedTopicNames: ["t"], ...said };
  }

  join(): Answer {
    this.epoch = 0;
    this.owned = [];
    return this.#take(this.rig.beat({ ...this.#said, memberId: this.memberId, memberEpoch: 0, topicPartitions: [] }));
  }

  /** One heartbeat; a member that is fenced joins again. */
  beat(said: Said = {}): Answer {
    if (this.epoch === 0) return this.join();
    const { instanceId = null } = this.#said;
    const answer = this.rig.beat({ memberId: this.memberId, instanceId, memberEpoch: this.epoch, topicPartitions: this.owned, ...said });
    return this.#take(answer);
  }

  subscribe(...subscribedTopicNames: string[]): Answer {
    this.#said.subscribedTopicNames = subscribedTopicNames;
    return this.beat({ subscribedTopicNames });
  }

  leave(memberEpoch = -1): Answer {
    const { instanceId = null } = this.#said;
    const answer = this.rig.beat({ memberId: this.memberId, instanceId, memberEpoch });
    this.epoch = 0;
    this.owned = [];
    return answer;
  }

  /** Which of these topics it subscribes to. */
  topics(names: readonly string[]): Set<string> {
    const { subscribedTopicNames, subscribedTopicRegex } = this.#said;
    const pattern = subscribedTopicRegex ? new RegExp(`^(?:${subscribedTopicRegex})$`) : undefined;
    return new Set(names.filter((name) => subscribedTopicNames?.includes(name) || pattern?.test(name)));
  }

  get partitions(): string[] {
    return this.owned.flatMap(({ topicId, partitions }) => partitions.map((partition) => `${topicId}:${partition}`));
  }

  #take(answer: Answer): Answer {
    if ((answer.errorCode ?? 0) !== 0) {
      this.epoch = 0;
      this.owned = [];
      return answer;
    }
    this.epoch = answer.memberEpoch ?? 0;
    if (answer.assignment) {
      this.owned = (answer.assignment.topicPartitions ?? []).map(({ topicId = "", partitions = [] }) => ({
        topicId,
        partitions: [...partitions],
      }));
    }
    return answer;
  }
}

/** By what the log says members hold or still have to give back: nothing is held by two. */
export function checkOwners(rig: ConsumerRig): void {
  const owners = new Map<string, string>();
  for (const { memberId, assigned, revoking } of rig.coordinator.hardState().consumer.get("g")?.members.values() ?? []) {
    for (const assignment of [assigned, revoking]) {
      for (const [topicId, partitions] of assignment) {
        for (const partition of partitions.keys()) {
          const key = `${topicId}:${partition}`;
          assert.equal(owners.get(key), undefined, `${key} is held by ${owners.get(key)} and ${memberId}`);
          owners.set(key, memberId);
        }
      }
    }
  }
}
