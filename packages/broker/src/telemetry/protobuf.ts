import { ProtocolError } from "@millrace/protocol";

/** How a field's value is written, by protobuf's numbers. */
const wireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** The value of one field: a number for what is written in 64 bits or fewer, bytes for text and messages. */
export interface ProtobufField {
  readonly number: number;
  readonly bytes: Buffer;
  /** Of a varint; what is beyond 2⁵³ is near enough. */
  readonly varint: number;
}

/** The fields of a protobuf message in their order, those of sorts that are no more in use left out. Throws ProtocolError for broken bytes. */
export function* protobufFields(message: Buffer): Iterable<ProtobufField> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++];
      if (byte === undefined || scale > 2 ** 63) throw new ProtocolError("a protobuf number has no end");
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  const take = (sizeBytes: number): Buffer => {
    if (sizeBytes > message.length - at) throw new ProtocolError(`a protobuf field of ${sizeBytes} bytes goes beyond its message`);
    const bytes = message.subarray(at, at + sizeBytes);
    at += sizeBytes;
    return bytes;
  };
  while (at < message.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const type = tag % 8;
    if (type === wireType.varint) yield { number, bytes: nothing, varint: varint() };
    else if (type === wireType.fixed64) yield { number, bytes: take(8), varint: 0 };
    else if (type === wireType.fixed32) yield { number, bytes: take(4), varint: 0 };
    else if (type === wireType.bytes) yield { number, bytes: take(varint()), varint: 0 };
    else throw new ProtocolError(`protobuf fields of wire type ${type} are not known`);
  }
}

const nothing = Buffer.alloc(0);
