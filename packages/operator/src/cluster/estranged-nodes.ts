import { type ClientOptions, openAdmin } from "@millrace/client";
import { MillraceError } from "@millrace/kit";
import type { RestartReason, RollNode } from "@millrace/plans/rolls";
import type { KafkaCluster } from "../model/cluster.ts";
import { controlPlane, replication } from "../model/listeners/names.ts";
import { podHost } from "../model/names.ts";

/** A node that runs with other certificates than it is declared with. */
const certificateReasons: ReadonlySet<RestartReason> = new Set(["CaCertRenewed", "ClusterCaCertKeyReplaced", "KafkaCertificatesChanged"]);
const timeoutMs = 3_000;

/**
 * Nodes that don't trust what the cluster's authority issues by now, or are not trusted by those who have it, found out by trying: the operator has what
 * every node has once it is started anew. Only nodes that run with other certificates are tried; one that does not answer is none of them.
 */
export async function estrangedNodes(
  cluster: KafkaCluster,
  nodes: readonly RollNode[],
  security: Pick<ClientOptions, "security" | "connect">,
): Promise<ReadonlySet<number>> {
  const tried = nodes.filter(({ state, reasons }) => state !== "absent" && reasons.some((reason) => certificateReasons.has(reason)));
  const found = await Promise.all(tried.map(async (node) => ((await isEstranged(cluster, node, security)) ? [node.id] : [])));
  return new Set(found.flat());
}

async function isEstranged(
  { names, namespace }: KafkaCluster,
  { podName, isBroker, isController }: RollNode,
  security: Pick<ClientOptions, "security" | "connect">,
): Promise<boolean> {
  const host = podHost(podName, names.brokersService, namespace);
  const ports = [...(isController ? [controlPlane.port] : []), ...(isBroker ? [replication.port] : [])];
  const tries = ports.map(async (port) => {
    const admin = openAdmin({
      ...{ bootstrapServers: `${host}:${port}`, ...security },
      ...{ operationTimeoutMs: timeoutMs, requestTimeoutMs: timeoutMs, connectTimeoutMs: timeoutMs },
    });
    try {
      await admin.connect();
      return false;
    } catch (thrown) {
      return thrown instanceof MillraceError && thrown.code === "AUTHENTICATION_FAILED";
    } finally {
      await admin.close();
    }
  });
  return (await Promise.all(tries)).some(Boolean);
}
