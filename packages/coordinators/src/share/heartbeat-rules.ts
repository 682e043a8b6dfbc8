import { errors, type ShareGroupHeartbeatRequest } from "@millrace/protocol";
import { joinEpoch, leaveEpoch } from "../modern/modern-member.ts";
import { Refusal } from "../refusal.ts";

type Request = ShareGroupHeartbeatRequest;

interface Rule {
  readonly message: string;
  readonly holds: (request: Request) => boolean;
}

const blank = (text: string | null) => text !== null && text.trim() === "";
const names = ({ subscribedTopicNames }: Request) => subscribedTopicNames !== null && subscribedTopicNames.length > 0;

/** What every request has to keep to, in the order in which Kafka looks. */
const rules: readonly Rule[] = [
  { message: "MemberId can't be empty.", holds: ({ memberId }) => !blank(memberId) },
  { message: "GroupId can't be empty.", holds: ({ groupId }) => !blank(groupId) },
  { message: "RackId can't be empty.", holds: ({ rackId }) => !blank(rackId) },
  {
    message: "SubscribedTopicNames must be set in first request.",
    holds: (request) => request.memberEpoch !== joinEpoch || names(request),
  },
  { message: "MemberEpoch is invalid.", holds: ({ memberEpoch }) => memberEpoch >= leaveEpoch },
];

export function refuseShareHeartbeat(request: Request): Refusal | undefined {
  const broken = rules.find(({ holds }) => !holds(request));
  return broken && new Refusal(errors.INVALID_REQUEST, broken.message);
}
