import type { Warning } from "./conditions.ts";
import { cronExpression } from "./cron-expression.ts";
import type { Kafka } from "./generated/types.ts";

/**
 * Whether what is due by itself, such as new certificates in place of those that end soon, may be done now: always where a Kafka has no
 * windows. As in Strimzi, an expression that is none closes all windows behind it.
 */
export function inMaintenanceWindow({ spec: { maintenanceTimeWindows = [] } }: Kafka, nowMs: number): boolean {
  if (maintenanceTimeWindows.length === 0) return true;
  for (const window of maintenanceTimeWindows) {
    const holds = cronExpression(window);
    if (holds === undefined) return false;
    if (holds(nowMs)) return true;
  }
  return false;
}

/** What there is to say of windows that can't be read. */
export function maintenanceWarnings({ spec: { maintenanceTimeWindows = [] } }: Kafka): readonly Warning[] {
  return maintenanceTimeWindows.flatMap((window, at) => {
    if (cronExpression(window) !== undefined) return [];
    const message = `spec.maintenanceTimeWindows[${at}]: ${JSON.stringify(window)} is no cron expression of Quartz's form: no certificate is renewed by it, nor by those after it`;
    return [{ reason: "MaintenanceTimeWindows", message }];
  });
}
