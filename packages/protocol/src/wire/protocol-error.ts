import { MillraceError } from "@millrace/kit";

/** Bytes that are not what the Kafka protocol allows: lying lengths, truncated fields, over-long varints, nulls where none may be. */
export class ProtocolError extends MillraceError {
  constructor(message: string) {
    super("PROTOCOL_VIOLATION", message);
    this.name = "ProtocolError";
  }
}
