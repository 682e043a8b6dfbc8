import { join } from "node:path";
import { mustRun } from "./commands.ts";
import { buildGo, goEnvironment, requireGo } from "./go.ts";

const folder = join(import.meta.dirname, "../../olm");
const module = "github.com/operator-framework/api";

/** `operator-verify`, by which bundles for the Operator Lifecycle Manager are judged. */
export const operatorVerify = (): Promise<string> =>
  buildGo(folder, { required: `${module}/cmd/operator-verify`, flags: ["-trimpath", "-ldflags", "-s -w"], timeoutMs: 20 * 60_000 });

/** The folder of the Operator Lifecycle Manager's own CustomResourceDefinitions. */
export async function lifecycleManagerCrds(): Promise<string> {
  const listed = await mustRun(requireGo(), ["list", "-m", "-f", "{{.Dir}}", module], { cwd: folder, env: goEnvironment() });
  return join(listed.trim(), "crds");
}
