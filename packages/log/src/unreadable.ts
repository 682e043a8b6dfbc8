import { DecompressionError, errors, ProtocolError } from "@millrace/protocol";
import { type Refused, refused } from "./outcomes.ts";

/** The answer to records that could not be read. Kafka has no better one than that for what can't be decompressed. */
export function unreadable(failure: unknown): Refused {
  if (failure instanceof DecompressionError) return refused(errors.UNKNOWN_SERVER_ERROR, failure.message);
  if (failure instanceof ProtocolError) return refused(errors.INVALID_RECORD, failure.message);
  throw failure;
}
