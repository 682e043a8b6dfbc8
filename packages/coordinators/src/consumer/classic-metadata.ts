import { ConsumerProtocolAssignment, ConsumerProtocolSubscription, type MessageCodec, Reader, Writer } from "@millrace/protocol";
import { type Assignment, ascending } from "../modern/assignment.ts";
import type { TopicImage } from "../modern/topic-image.ts";

/** What a classic consumer subscribes to, as its JoinGroup has it; undefined if the bytes are something else. */
export function readSubscription(metadata: Buffer): ConsumerProtocolSubscription | undefined {
  return read(metadata, ConsumerProtocolSubscription);
}

/** What a classic consumer was assigned; null if nothing has been assigned to it, undefined if the bytes are something else. */
export function readAssignment(assignment: Buffer): ConsumerProtocolAssignment | null | undefined {
  return assignment.length === 0 ? null : read(assignment, ConsumerProtocolAssignment);
}

/** Later versions than those known begin with what is known of the last. */
function read<T>(bytes: Buffer, codec: MessageCodec<T>): T | undefined {
  try {
    const reader = new Reader(bytes);
    const version = reader.int16();
    return version < 0 ? undefined : codec.decode(reader, Math.min(version, codec.maxVersion));
  } catch {
    // Metadata is the clients' own affair; what can't be read is merely not known.
    return undefined;
  }
}

/** The version that a classic consumer speaks by its subscription; the lowest of one whose bytes are something else. */
function versionOf(subscription: Buffer): number {
  const said = subscription.length < 2 ? 0 : new Reader(subscription).int16();
  return Math.min(Math.max(said, 0), ConsumerProtocolAssignment.maxVersion);
}

/** The assignment as the classic consumer whose subscription this is reads it. Topics that are no more are left out. */
export function writeAssignment(assignment: Assignment, subscription: Buffer, topics: TopicImage): Buffer {
  const version = versionOf(subscription);
  const assignedPartitions = [...assignment].flatMap(([topicId, partitions]) => {
    const topic = topics.topicById(topicId);
    return topic === undefined ? [] : [{ topic: topic.name, partitions: ascending(partitions) }];
  });
  const writer = new Writer();
  writer.int16(version);
  ConsumerProtocolAssignment.encode(writer, { assignedPartitions }, version);
  return writer.toBuffer();
}
