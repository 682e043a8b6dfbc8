// A platform in a process of its own, for tests that kill it: node platform-process.ts DIRECTORY FILE. Prints a line of JSON when it is ready.
import { readFileSync } from "node:fs";
import { silentLogger } from "@millrace/kit";
import { checkPlatform, startPlatform } from "../../src/index.ts";

const [, , directory = "", file = ""] = process.argv;
const { platform } = checkPlatform([{ file, text: readFileSync(file, "utf8") }]);
if (platform === undefined) throw new Error("there is no platform in the file");
const { endpoints, kubernetes } = await startPlatform({ platform, directory, port: 0, logger: silentLogger });
process.stdout.write(`${JSON.stringify({ bootstrapServers: endpoints[0]?.bootstrapServers, kubernetes })}\n`);
