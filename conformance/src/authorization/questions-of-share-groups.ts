import { apis } from "@millrace/protocol";
import type { Talk } from "../differential/talk.ts";
import { untilDone } from "./preparation.ts";
import { type Question, question, type Setting } from "./question.ts";

/** The group comes to be by a member that gets the topic. */
async function join(administrator: Talk, { group, topic }: Setting): Promise<void> {
  let memberEpoch = 0;
  await administrator.until("a share consumer has got the topic", async () => {
    const subscribedTopicNames = memberEpoch === 0 ? [topic] : null;
    const answer = await administrator.call(apis.shareGroupHeartbeat, 1, {
      groupId: group,
      memberId: "member",
      memberEpoch,
      subscribedTopicNames,
    });
    if (answer.errorCode === 0) memberEpoch = answer.memberEpoch;
    const { groups } = await administrator.call(apis.shareGroupDescribe, 1, { groupIds: [group] });
    return groups[0]?.members[0]?.assignment.topicPartitions.length === 1;
  });
}

/** The group comes to be by an offset of the topic. */
async function alter(administrator: Talk, { group, topic }: Setting): Promise<void> {
  const topics = [{ topicName: topic, partitions: [{ partitionIndex: 0, startOffset: 0 }] }];
  await untilDone(administrator, "an offset is altered", async () => {
    const answer = await administrator.call(apis.alterShareGroupOffsets, 0, { groupId: group, topics });
    return answer.errorCode === 0 ? answer.responses[0]?.partitions[0]?.errorCode : answer.errorCode;
  });
  await administrator.until("it can be seen", async () => {
    const { groups } = await administrator.call(apis.describeShareGroupOffsets, 1, { groups: [{ groupId: group, topics: null }] });
    return groups[0]?.topics.length === 1;
  });
}

const sessionOf = ({ group, topicId }: Setting) => ({
  groupId: group,
  memberId: "member",
  topics: [{ topicId, partitions: [{ partitionIndex: 0 }] }],
});

/** The member has a session, of which only the first request counts: it moves on with each. */
async function openSession(administrator: Talk, setting: Setting): Promise<void> {
  await administrator.call(apis.shareFetch, 2, { ...sessionOf(setting), shareSessionEpoch: 0, maxRecords: 0 });
}

const named = ({ topic, absent }: Setting) => [topic, absent].map((topicName) => ({ topicName, partitions: [0] }));
const state = ({ group, topicId }: Setting) => ({ groupId: group, topics: [{ topicId, partitions: [{ partition: 0 }] }] });

/** Requests of share consumers, and of whoever looks after share groups. */
export const questionsOfShareGroups: readonly Question[] = [
  question("ShareGroupHeartbeat", apis.shareGroupHeartbeat, {
    subjects: ["group", "topic"],
    ask: ({ group, topic, absent }) => ({
      groupId: group,
      memberId: "nobody",
      memberEpoch: 5,
      subscribedTopicNames: [topic, absent, topic],
    }),
  }),
  question("ShareGroupDescribe", apis.shareGroupDescribe, {
    subjects: ["group", "topic"],
    prepare: join,
    ask: ({ group, absent }) => ({ groupIds: [group, absent], includeAuthorizedOperations: true }),
    blanks: ["clientHost", "groupEpoch", "assignmentEpoch", "memberEpoch", "topicId"],
  }),
  question("ShareFetch", apis.shareFetch, {
    subjects: ["group", "topic"],
    ask: ({ group, topicId }) => ({
      groupId: group,
      memberId: "member",
      maxRecords: 0,
      topics: [{ topicId, partitions: [{ partitionIndex: 0 }] }],
    }),
    blanks: ["topicId"],
  }),
  question("ShareAcknowledge", apis.shareAcknowledge, {
    subjects: ["group"],
    ask: ({ group, topicId }) => ({ groupId: group, memberId: "nobody", topics: [{ topicId, partitions: [{ partitionIndex: 0 }] }] }),
    blanks: ["topicId"],
  }),
  question("ShareAcknowledge in a session", apis.shareAcknowledge, {
    versions: [2, 2],
    subjects: ["group", "topic"],
    isFresh: true,
    prepare: openSession,
    ask: (setting) => ({ ...sessionOf(setting), shareSessionEpoch: 1 }),
    blanks: ["topicId"],
  }),
  question("DescribeShareGroupOffsets", apis.describeShareGroupOffsets, {
    subjects: ["group", "topic"],
    prepare: alter,
    ask: (setting) => ({ groups: [{ groupId: setting.group, topics: named(setting) }] }),
    blanks: ["topicId"],
  }),
  question("DescribeShareGroupOffsets of all topics", apis.describeShareGroupOffsets, {
    subjects: ["group", "topic"],
    prepare: alter,
    ask: ({ group }) => ({ groups: [{ groupId: group, topics: null }] }),
    blanks: ["topicId"],
  }),
  question("AlterShareGroupOffsets", apis.alterShareGroupOffsets, {
    subjects: ["group", "topic"],
    ask: ({ group, topic, absent }) => ({
      groupId: group,
      topics: [topic, absent].map((topicName) => ({ topicName, partitions: [{ partitionIndex: 0, startOffset: 0 }] })),
    }),
    blanks: ["topicId"],
  }),
  question("DeleteShareGroupOffsets", apis.deleteShareGroupOffsets, {
    subjects: ["group", "topic"],
    ask: ({ group, topic, absent }) => ({ groupId: group, topics: [topic, absent].map((topicName) => ({ topicName })) }),
  }),
  question("InitializeShareGroupState", apis.initializeShareGroupState, { subjects: ["cluster"], ask: state, blanks: ["topicId"] }),
  question("ReadShareGroupState", apis.readShareGroupState, { subjects: ["cluster"], ask: state, blanks: ["topicId"] }),
  question("WriteShareGroupState", apis.writeShareGroupState, { subjects: ["cluster"], ask: state, blanks: ["topicId"] }),
  question("ReadShareGroupStateSummary", apis.readShareGroupStateSummary, { subjects: ["cluster"], ask: state, blanks: ["topicId"] }),
  question("DeleteShareGroupState", apis.deleteShareGroupState, { subjects: ["cluster"], ask: state, blanks: ["topicId"] }),
];
