import type { Crd } from "../resources/schema-node.ts";
import type { PreparedSuite, Scale } from "../suite.ts";
import type { ApiServer } from "./api-server.ts";

/** Cases that are tried on Kubernetes and on our API server. */
export interface ApiSuite {
  readonly name: string;
  /** What Kubernetes has installed, where that is not our CRDs. */
  readonly crds?: () => Promise<readonly Crd[]>;
  /** Finds, builds and starts what the cases need; NOT_FOUND when a tool is missing. */
  prepare(scale: Scale): Promise<PreparedSuite<ApiServer>>;
}
