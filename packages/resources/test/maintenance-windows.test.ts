import assert from "node:assert/strict";
import { test } from "node:test";
import type { Kafka } from "../src/generated/types.ts";
import { inMaintenanceWindow, maintenanceWarnings } from "../src/maintenance-windows.ts";

const withWindows = (...maintenanceTimeWindows: readonly string[]) => ({ spec: { maintenanceTimeWindows } }) as unknown as Kafka;
/** A Sunday. */
const at = (hour: number) => Date.UTC(2026, 10, 29, hour, 30);

test("a window is open when one of its expressions holds, in UTC; without any there is no limit", () => {
  const nights = withWindows("* * 8-9 * * ?", "* * 0-1 ? * SUN *");
  assert.deepEqual(
    [0, 1, 2, 8, 10].map((hour) => inMaintenanceWindow(nights, at(hour))),
    [true, true, false, true, false],
  );
  assert.ok(inMaintenanceWindow({ spec: {} } as unknown as Kafka, at(0)));
  assert.ok(inMaintenanceWindow(withWindows(), at(0)));
});

test("what is no expression closes the windows behind it, and is warned of", () => {
  const wrong = withWindows("* * 8-9 * * ?", "every night", "* * 0-1 ? * SUN *");
  assert.deepEqual(
    [0, 8].map((hour) => inMaintenanceWindow(wrong, at(hour))),
    [false, true],
  );
  const [warning, ...others] = maintenanceWarnings(wrong);
  assert.deepEqual([warning?.reason, others], ["MaintenanceTimeWindows", []]);
  assert.match(warning?.message ?? "", /^spec\.maintenanceTimeWindows\[1\]: "every night" is no cron expression/);
  assert.deepEqual(maintenanceWarnings(withWindows("* * 8-9 * * ?")), []);
});
