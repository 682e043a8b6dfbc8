import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { MillraceError, messageOf } from "@millrace/kit";
import { type ClusterAccess, readKubeconfig } from "./kubeconfig.ts";

/** Finds a context's cluster and user in kubeconfigs by their paths. Throws FILE_UNREADABLE, and what `readKubeconfig` throws. */
export function readKubeconfigFiles(files: readonly string[], context?: string): ClusterAccess {
  return readKubeconfig(
    files.map((file) => ({ file, text: read(file), directory: resolve(dirname(file)) })),
    context,
  );
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new MillraceError("FILE_UNREADABLE", `can't read the kubeconfig ${file}: ${messageOf(cause)}`, { cause });
  }
}
