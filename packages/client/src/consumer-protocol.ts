import {
  ConsumerProtocolAssignment,
  ConsumerProtocolSubscription,
  type Draft,
  type MessageCodec,
  ProtocolError,
  Reader,
  Writer,
} from "@millrace/protocol";

/**
 * What consumers of a group tell each other through the coordinator, which passes the bytes on: the version as an int16, then the
 * message. A version newer than ours is read as our newest, whose fields it begins with.
 */
interface Envelope<T> {
  read(bytes: Buffer): T;
  /** In the oldest version, which says all that this client has to say and every consumer reads. */
  write(draft: Draft<T>): Buffer;
}

const writtenVersion = 0;

export const subscriptionBytes: Envelope<ConsumerProtocolSubscription> = envelope(ConsumerProtocolSubscription);
export const assignmentBytes: Envelope<ConsumerProtocolAssignment> = envelope(ConsumerProtocolAssignment);

function envelope<T>(codec: MessageCodec<T>): Envelope<T> {
  return {
    read(bytes) {
      const reader = new Reader(bytes);
      const version = reader.int16();
      if (version < 0) throw new ProtocolError(`${codec.name} has no version ${version}`);
      return codec.decode(reader, Math.min(version, codec.maxVersion));
    },
    write(draft) {
      const writer = new Writer();
      writer.int16(writtenVersion);
      codec.encode(writer, draft, writtenVersion);
      return writer.toBuffer();
    },
  };
}
