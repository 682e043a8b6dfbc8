import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { metricsReference, metricsReferencePath } from "./metrics-reference.ts";

await writeFile(join(import.meta.dirname, "../../..", metricsReferencePath), metricsReference());
