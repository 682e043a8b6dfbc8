import type { OffsetReset } from "@millrace/configs";
import type { DeliveryConfig } from "@millrace/coordinators";

/** What the configs of a share group say about deliveries. */
export interface DeliverySettings extends DeliveryConfig {
  /** `share.auto.offset.reset` */
  readonly autoOffsetReset: OffsetReset;
  /** `share.isolation.level` */
  readonly readCommitted: boolean;
}
