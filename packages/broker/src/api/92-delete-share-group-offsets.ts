// DeleteShareGroupOffsets, version 0: a share group without members is to forget topics (KIP-932).
import { Refusal } from "@millrace/coordinators";
import { apis, type DeleteShareGroupOffsetsRequest, type DeleteShareGroupOffsetsResponse, type Draft, errors } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { divided } from "../authorization/access.ts";
import { onGroup } from "../authorization/needs.ts";
import { deniedTexts, invalidGroupText, unsupportedText } from "../error-texts.ts";
import { servesShareGroups } from "../groups/served.ts";
import { deleteGroupOffsets } from "../shares/group-offsets.ts";
import { handler, type RequestContext } from "./handler.ts";

export const deleteShareGroupOffsets = handler({
  api: apis.deleteShareGroupOffsets,
  versions: [0, 0],
  needs: ({ groupId }, { broker }) => (servesShareGroups(broker) ? [{ ...onGroup(aclOperations.DELETE, groupId), tells: "error" }] : []),
  async handle(request: DeleteShareGroupOffsetsRequest, context: RequestContext): Promise<Draft<DeleteShareGroupOffsetsResponse>> {
    const { access, broker } = context;
    if (!servesShareGroups(broker)) return { errorCode: errors.UNSUPPORTED_VERSION.code, errorMessage: unsupportedText };
    if (request.groupId === "") return { errorCode: errors.INVALID_GROUP_ID.code, errorMessage: invalidGroupText };
    const mayRead = (topic: string) => access.may(aclOperations.READ, resourceTypes.TOPIC, topic);
    const [topics, denied] = divided(request.topics, ({ topicName }) => mayRead(topicName));
    const deleted = await deleteGroupOffsets(broker, { ...request, topics });
    if (deleted instanceof Refusal) return { errorCode: deleted.error.code, errorMessage: deleted.message };
    const denial = { errorCode: errors.TOPIC_AUTHORIZATION_FAILED.code, errorMessage: deniedTexts.topic };
    return { responses: [...denied.map(({ topicName }) => ({ topicName, ...denial })), ...deleted] };
  },
});
