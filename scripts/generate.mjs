// `npm run generate`: writes again what is generated from definitions and checked in.
import { spawnSync } from "node:child_process";

const generators = ["protocol", "resources", "broker", "operator"].map((name) => `packages/${name}/generate/main.ts`);
for (const generator of generators) {
  const { status } = spawnSync(process.execPath, ["--conditions=source", generator], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
