import { apis } from "@millrace/protocol";
import type { Talk } from "../differential/talk.ts";
import { type Question, question, type Setting } from "./question.ts";

const topology = ({ topic, absent }: Setting) => ({
  epoch: 0,
  subtopologies: [{ subtopologyId: "0", sourceTopics: [topic, absent] }],
});

const ownsNothing = { activeTasks: [], standbyTasks: [], warmupTasks: [] };

/** The group comes to be by a member that reads the topic. */
function join(administrator: Talk, setting: Setting): Promise<void> {
  return administrator.until("a member of the streams group has joined", async () => {
    const { errorCode } = await administrator.call(apis.streamsGroupHeartbeat, 0, {
      ...{ groupId: setting.group, memberId: "member", memberEpoch: 0, processId: "process", rebalanceTimeoutMs: 60_000 },
      ...{ topology: topology({ ...setting, absent: setting.topic }), ...ownsNothing },
    });
    return errorCode === 0;
  });
}

/** Requests of members of streams groups, and of whoever looks after them. */
export const questionsOfStreamsGroups: readonly Question[] = [
  question("StreamsGroupHeartbeat", apis.streamsGroupHeartbeat, {
    subjects: ["group", "topic"],
    ask: (setting) => ({
      ...{ groupId: setting.group, memberId: "nobody", memberEpoch: 5, processId: "process", rebalanceTimeoutMs: 1000 },
      topology: topology(setting),
    }),
  }),
  question("StreamsGroupDescribe", apis.streamsGroupDescribe, {
    subjects: ["group", "topic"],
    prepare: join,
    ask: ({ group, absent }) => ({ groupIds: [group, absent], includeAuthorizedOperations: true }),
    blanks: ["clientHost", "groupEpoch", "assignmentEpoch", "memberEpoch", "groupState", "isClassic"],
  }),
];
