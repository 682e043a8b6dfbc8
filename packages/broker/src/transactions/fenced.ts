import { errors } from "@millrace/protocol";

/** Older clients don't know PRODUCER_FENCED (KIP-588): they are told that their epoch is invalid. */
export function fencedAs<Reply extends { errorCode?: number | undefined }>(
  reply: Reply | Promise<Reply>,
  olderClient: boolean,
): Reply | Promise<Reply> {
  if (!olderClient) return reply;
  return reply instanceof Promise ? reply.then(withEpochError) : withEpochError(reply);
}

function withEpochError<Reply extends { errorCode?: number | undefined }>(reply: Reply): Reply {
  return reply.errorCode === errors.PRODUCER_FENCED.code ? { ...reply, errorCode: errors.INVALID_PRODUCER_EPOCH.code } : reply;
}
