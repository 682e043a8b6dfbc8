import { MillraceError } from "@millrace/kit";

/** Who is at the other end of a connection, as Kafka's `KafkaPrincipal` has it. */
export interface Principal {
  /** `User`, unless an ACL names another. */
  readonly type: string;
  readonly name: string;
  /** Authenticated by a delegation token (KIP-48): such a one may not make further tokens. */
  readonly tokenAuthenticated?: boolean;
}

/** Whoever has not been asked who they are. */
export const anonymous: Principal = { type: "User", name: "ANONYMOUS" };

/** `type:name`, for example `User:alice`. */
export function textOf({ type, name }: Principal): string {
  return `${type}:${name}`;
}

/** Reads `type:name`; the name may hold colons, and both may be empty, as in Kafka. Throws CONFIG_INVALID without a colon. */
export function parsePrincipal(text: string): Principal {
  const [, type, name] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  if (type !== undefined && name !== undefined) return { type, name };
  throw new MillraceError("CONFIG_INVALID", `expected a principal as type:name, for example User:alice, got ${JSON.stringify(text)}`);
}
