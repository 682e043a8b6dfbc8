import { join } from "node:path";
import type { DriverCommand } from "../driver.ts";
import { conformanceFolder, driverSuite, type Suite } from "../suite.ts";
import { pythonWith } from "../toolchain/python.ts";

/** The command that tries the cases of one suite of the Python program. */
export async function confluentDriver(suite: string): Promise<DriverCommand> {
  const command = await pythonWith(["confluent-kafka==2.16.1"]);
  return { command, args: ["-u", "-B", join(conformanceFolder, "python/driver.py"), suite] };
}

/** librdkafka as it is released today, through confluent-kafka. */
export const confluentKafka: Suite = driverSuite("confluent-kafka", () => confluentDriver("confluent-kafka"));
