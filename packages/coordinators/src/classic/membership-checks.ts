import { errors, type KafkaError } from "@millrace/protocol";
import type { ClassicGroup } from "./classic-group.ts";

/** How a request names its sender. */
export interface MemberClaim {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}

/** Why the sender is not the member that it says it is; undefined if it is. */
export function refuseMember(group: ClassicGroup, { memberId, groupInstanceId }: MemberClaim): KafkaError | undefined {
  if (groupInstanceId !== null) {
    const current = group.memberIdOf(groupInstanceId);
    if (current === undefined) return errors.UNKNOWN_MEMBER_ID;
    // Another process runs under the same instance id now (KIP-345).
    if (current !== memberId) return errors.FENCED_INSTANCE_ID;
  }
  return group.member(memberId) === undefined ? errors.UNKNOWN_MEMBER_ID : undefined;
}

/** The same, and that it is of the group's present generation. */
export function refuseGenerationMember(
  group: ClassicGroup,
  claim: MemberClaim & { readonly generationId: number },
): KafkaError | undefined {
  return refuseMember(group, claim) ?? (claim.generationId === group.generation ? undefined : errors.ILLEGAL_GENERATION);
}
