import { startSparingly } from "./start-tuning.ts";

startSparingly();
await import("./command-line.ts");
