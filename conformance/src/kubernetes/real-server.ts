import { kubernetesServer } from "../toolchain/kubernetes.ts";
import type { ApiServer } from "./api-server.ts";
import { install, ourCrds, untilServed } from "./crds.ts";
import { startServer } from "./server.ts";

/** Starts etcd, kube-apiserver and its controllers on free ports of 127.0.0.1; all they keep is in `folder`. */
export async function startKubernetes(folder: string, crds = ourCrds): Promise<ApiServer> {
  const reach = { address: "127.0.0.1", services: "10.96.0.0/16", flags: ["--endpoint-reconciler-type=none"] };
  const server = await startServer(await kubernetesServer(), folder, reach);
  const kinds = await crds();
  await install(server, kinds);
  server.run("controllers", [server.kubeconfig]);
  return {
    ...server,
    name: "kubernetes",
    async restart() {
      await server.restart();
      await untilServed(server, kinds);
    },
  };
}
