import { join } from "node:path";
import { conformanceFolder, driverSuite, type Suite } from "../suite.ts";
import { buildGo } from "../toolchain/go.ts";

/** Go's client: kgo and its admin client kadm. */
export const franzGo: Suite = driverSuite("franz-go", async () => ({
  command: await buildGo(join(conformanceFolder, "go")),
  args: [],
}));
