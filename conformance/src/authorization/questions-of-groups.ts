import { apis } from "@millrace/protocol";
import type { Talk } from "../differential/talk.ts";
import { untilDone } from "./preparation.ts";
import { type Question, question, type Setting } from "./question.ts";

const noId = "AAAAAAAAAAAAAAAAAAAAAQ";
const members = ["memberId"];

/** The group comes to be by an offset of the topic. */
function commit(administrator: Talk, { group, topic }: Setting): Promise<void> {
  const topics = [{ name: topic, partitions: [{ partitionIndex: 0, committedOffset: 1 }] }];
  return untilDone(administrator, "an offset is committed", async () => {
    const answer = await administrator.call(apis.offsetCommit, 8, { groupId: group, topics });
    return answer.topics[0]?.partitions[0]?.errorCode;
  });
}

/** The group comes to be by a member that gets the topic. */
async function join(administrator: Talk, { group, topic }: Setting): Promise<void> {
  let memberEpoch = 0;
  await administrator.until("a member has got the topic", async () => {
    const answer = await administrator.call(apis.consumerGroupHeartbeat, 0, {
      groupId: group,
      memberId: "member",
      memberEpoch,
      ...(memberEpoch === 0 ? { rebalanceTimeoutMs: 60_000, subscribedTopicNames: [topic], topicPartitions: [] } : {}),
    });
    if (answer.errorCode === 0) memberEpoch = answer.memberEpoch;
    const { groups } = await administrator.call(apis.consumerGroupDescribe, 0, { groupIds: [group] });
    const assignments = (groups[0]?.members ?? []).flatMap((member) => [member.assignment, member.targetAssignment]);
    return assignments.length > 0 && assignments.every(({ topicPartitions }) => topicPartitions.length > 0);
  });
}

/** Requests of members of groups, and of whoever looks after groups. */
export const questionsOfGroups: readonly Question[] = [
  question("OffsetCommit", apis.offsetCommit, {
    subjects: ["group", "topic"],
    ask: ({ group, topic, topicId, absent }, version) => {
      const partitions = [{ partitionIndex: 0, committedOffset: 1 }];
      const topics =
        version >= 10
          ? [
              { topicId, partitions },
              { topicId: noId, partitions },
            ]
          : [topic, absent].map((name) => ({ name, partitions }));
      return { groupId: group, topics };
    },
  }),
  question("OffsetFetch", apis.offsetFetch, {
    subjects: ["group", "topic"],
    prepare: commit,
    ask: ({ group, topic, topicId, absent }, version) => {
      const partitionIndexes = [0];
      const named = [topic, absent].map((name) => ({ name, partitionIndexes }));
      if (version < 8) return { groupId: group, topics: named };
      const byId = [topicId, noId].map((id) => ({ topicId: id, partitionIndexes }));
      return { groups: [{ groupId: group, topics: version >= 10 ? byId : named }] };
    },
  }),
  question("OffsetFetch of all topics", apis.offsetFetch, {
    versions: [2, 10],
    subjects: ["group", "topic"],
    prepare: commit,
    ask: ({ group }, version) => (version < 8 ? { groupId: group, topics: null } : { groups: [{ groupId: group, topics: null }] }),
  }),
  question("FindCoordinator of groups", apis.findCoordinator, {
    subjects: ["group"],
    ask: ({ group, absent }, version) =>
      version < 4 ? { key: group, ...(version >= 1 ? { keyType: 0 } : {}) } : { keyType: 0, coordinatorKeys: [group, absent] },
  }),
  question("FindCoordinator of transactions", apis.findCoordinator, {
    versions: [1, apis.findCoordinator.maxVersion],
    subjects: ["transaction"],
    ask: ({ transaction, absent }, version) =>
      version < 4 ? { key: transaction, keyType: 1 } : { keyType: 1, coordinatorKeys: [transaction, absent] },
  }),
  question("JoinGroup", apis.joinGroup, {
    subjects: ["group"],
    // A time that no group allows: nobody becomes a member.
    ask: ({ group }) => ({
      groupId: group,
      sessionTimeoutMs: 1,
      protocolType: "consumer",
      protocols: [{ name: "range", metadata: Buffer.alloc(0) }],
    }),
    blanks: members,
  }),
  question("SyncGroup", apis.syncGroup, {
    subjects: ["group"],
    ask: ({ group }, version) => ({
      groupId: group,
      generationId: 1,
      memberId: "nobody",
      ...(version >= 5 ? { protocolType: "consumer", protocolName: "range" } : {}),
    }),
  }),
  question("SyncGroup without a protocol", apis.syncGroup, {
    versions: [5, 5],
    subjects: ["group"],
    ask: ({ group }) => ({ groupId: group, generationId: 1, memberId: "nobody" }),
  }),
  question("Heartbeat", apis.heartbeat, {
    subjects: ["group"],
    ask: ({ group }) => ({ groupId: group, generationId: 1, memberId: "nobody" }),
  }),
  question("LeaveGroup", apis.leaveGroup, {
    subjects: ["group"],
    ask: ({ group }, version) => ({ groupId: group, ...(version < 3 ? { memberId: "nobody" } : { members: [{ memberId: "nobody" }] }) }),
  }),
  question("DescribeGroups", apis.describeGroups, {
    subjects: ["group"],
    prepare: commit,
    ask: ({ group, absent }, version) => ({ groups: [group, absent], ...(version >= 3 ? { includeAuthorizedOperations: true } : {}) }),
  }),
  question("ListGroups", apis.listGroups, {
    subjects: ["group", "cluster"],
    others: "nothing",
    prepare: commit,
    ask: () => ({}),
  }),
  question("DeleteGroups", apis.deleteGroups, {
    subjects: ["group"],
    ask: ({ group, absent }) => ({ groupsNames: [group, absent, group] }),
  }),
  question("OffsetDelete", apis.offsetDelete, {
    subjects: ["group", "topic"],
    prepare: commit,
    ask: ({ group, topic, absent }) => ({
      groupId: group,
      topics: [topic, absent].map((name) => ({ name, partitions: [{ partitionIndex: 0 }] })),
    }),
  }),
  question("ConsumerGroupHeartbeat", apis.consumerGroupHeartbeat, {
    subjects: ["group", "topic"],
    ask: ({ group, topic, absent }) => ({
      groupId: group,
      memberId: "nobody",
      memberEpoch: 5,
      rebalanceTimeoutMs: 1000,
      subscribedTopicNames: [topic, absent, topic],
    }),
  }),
  question("ConsumerGroupDescribe", apis.consumerGroupDescribe, {
    subjects: ["group", "topic"],
    prepare: join,
    ask: ({ group, absent }) => ({ groupIds: [group, absent], includeAuthorizedOperations: true }),
    blanks: ["clientHost", "groupEpoch", "assignmentEpoch", "memberEpoch", "topicId"],
  }),
];
