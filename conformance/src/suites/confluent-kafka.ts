import { join } from "node:path";
import { conformanceFolder, driverSuite, type Suite } from "../suite.ts";
import { pythonWith } from "../toolchain/python.ts";

/** librdkafka as it is released today, through confluent-kafka. */
export const confluentKafka: Suite = driverSuite("confluent-kafka", async () => ({
  command: await pythonWith(["confluent-kafka==2.16.1"]),
  args: ["-u", "-B", join(conformanceFolder, "python/driver.py")],
}));
