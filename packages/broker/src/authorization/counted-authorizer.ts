import type { Clock } from "@millrace/kit";
import type { AclOperation, Authorizer, Decision, ResourceType, Subject } from "@millrace/security";
import { RecentRate } from "../metrics/recent-rate.ts";

const minuteSeconds = 60;

/** An authorizer whose decisions are counted, as Kafka's StandardAuthorizer counts its own (KIP-877). */
export class CountedAuthorizer implements Pick<Authorizer, "authorize" | "authorizeByResourceType"> {
  readonly #authorizer: Authorizer;
  readonly #clock: Clock;
  readonly #allowed: RecentRate;
  readonly #denied: RecentRate;

  constructor(authorizer: Authorizer, clock: Clock) {
    this.#authorizer = authorizer;
    this.#clock = clock;
    const nowMs = clock.monotonicMs();
    this.#allowed = new RecentRate(nowMs);
    this.#denied = new RecentRate(nowMs);
  }

  get allowedPerMinute(): number {
    return this.#allowed.perSecond(this.#clock.monotonicMs()) * minuteSeconds;
  }

  get deniedPerMinute(): number {
    return this.#denied.perSecond(this.#clock.monotonicMs()) * minuteSeconds;
  }

  authorize(subject: Subject, operation: AclOperation, resourceType: ResourceType, name: string): Decision {
    const decision = this.#authorizer.authorize(subject, operation, resourceType, name);
    (decision.allowed ? this.#allowed : this.#denied).add(1, this.#clock.monotonicMs());
    return decision;
  }

  authorizeByResourceType(subject: Subject, operation: AclOperation, resourceType: ResourceType): boolean {
    const isAllowed = this.#authorizer.authorizeByResourceType(subject, operation, resourceType);
    (isAllowed ? this.#allowed : this.#denied).add(1, this.#clock.monotonicMs());
    return isAllowed;
  }
}
