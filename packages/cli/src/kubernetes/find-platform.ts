import { existsSync, globSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { MillraceError, systemClock } from "@millrace/kit";
import { ApiBrowser } from "@millrace/kube/browse";
import { type ClusterAccess, httpsTransport, inClusterAccess, readKubeconfigFiles } from "@millrace/kube/https";
import { UsageError } from "../command.ts";

/** Which API server is meant. */
export interface AccessOptions {
  readonly namespace?: string;
  /** The data directory of a platform that runs on this machine. */
  readonly data?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** A way to an API server. Whoever gets it closes it. */
export interface Way extends ReturnType<typeof httpsTransport> {
  /** Namespace of what names none. */
  readonly namespace: string;
}

/** A platform on this machine that has not answered by then is not one: its port may be another program's now. */
const answerMsMax = 5_000;
const inDataDirectory = join("kubernetes", "kubeconfig");
const startHint = "Start one by millrace up -f FILE; --data DIR says where it keeps its data, --kubeconfig FILE names a cluster.";

/**
 * The way to the API server that is meant: by --data or --kubeconfig or --context, else by KUBECONFIG, whose files count as one, else to the one platform
 * that runs in this folder, else, in a pod, to its cluster. What could be two is refused: nobody should delete in a cluster what was meant to be here. Throws what `readKubeconfig`
 * throws, FILE_UNREADABLE and NOT_FOUND.
 */
export async function findApi({ data, kubeconfig, context }: AccessOptions): Promise<Way> {
  const { KUBECONFIG = "" } = process.env;
  if (data !== undefined) {
    if (kubeconfig !== undefined || context !== undefined) throw new UsageError("--data and --kubeconfig or --context exclude each other");
    return platformAt(data);
  }
  if (kubeconfig !== undefined) return wayBy([kubeconfig], context);
  const cluster = KUBECONFIG.split(delimiter).filter((path) => path !== "");
  if (context !== undefined) return wayBy(cluster.length > 0 ? present(cluster) : [join(homedir(), ".kube", "config")], context);
  const [running, ...others] = await platformsHere();
  for (const other of others) await other.close();
  if (running === undefined) {
    if (cluster.length > 0) return wayBy(present(cluster), undefined);
    const ownCluster = inClusterAccess(process.env);
    if (ownCluster !== undefined) return wayTo(ownCluster);
    throw new MillraceError("NOT_FOUND", "no platform is running here: .millrace has none", { hint: startHint });
  }
  if (others.length === 0 && cluster.length === 0) return running;
  await running.close();
  if (others.length > 0) throw new UsageError("several platforms run here; name the data directory of one by --data");
  throw new UsageError(`a platform runs here, and KUBECONFIG names ${KUBECONFIG}; say which is meant by --data or --kubeconfig`);
}

async function platformAt(directory: string): Promise<Way> {
  const path = join(directory, inDataDirectory);
  const hint = startHint;
  if (!existsSync(path)) throw new MillraceError("NOT_FOUND", `no platform has been started in ${directory}`, { hint });
  const way = await answering(path);
  if (way === undefined) throw new MillraceError("NOT_FOUND", `the platform in ${directory} is not running`, { hint });
  return way;
}

async function platformsHere(): Promise<readonly Way[]> {
  const ways = await Promise.all(globSync(join(".millrace", "*", inDataDirectory)).map(answering));
  return ways.filter((way) => way !== undefined);
}

/** The way to a platform, if it runs: its kubeconfig stays when it ends. */
async function answering(path: string): Promise<Way | undefined> {
  const way = wayBy([path], undefined);
  try {
    await new ApiBrowser({ transport: way.transport, requestTimeoutMs: answerMsMax }).version();
    return way;
  } catch {
    await way.close();
    return undefined;
  }
}

/** Of several files, some may not be there. */
function present(files: readonly string[]): readonly string[] {
  const found = files.filter((file) => existsSync(file));
  return found.length === 0 ? files : found;
}

function wayBy(files: readonly string[], context: string | undefined): Way {
  return wayTo(readKubeconfigFiles(files, context));
}

function wayTo(access: ClusterAccess): Way {
  return { ...httpsTransport(access, systemClock), namespace: access.namespace };
}
