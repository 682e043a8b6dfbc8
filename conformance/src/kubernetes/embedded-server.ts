import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ApiServer as EmbeddedApi } from "@millrace/apiserver";
import { listen } from "@millrace/apiserver/http";
import { diskFiles } from "@millrace/files";
import { silentLogger } from "@millrace/kit";
import { type ApiServer, kubeconfigOf } from "./api-server.ts";
import { serverCertificate } from "./server-certificate.ts";

/** Starts the embedded API on a free port of 127.0.0.1; all it keeps is in `folder`. */
export async function startEmbeddedApi(folder: string): Promise<ApiServer> {
  await mkdir(folder, { recursive: true });
  const { ca, certificate, key } = await serverCertificate();
  const token = randomBytes(16).toString("hex");
  const identity = async () => ({ certificate, key });
  const start = async (port: number) => {
    const api = await EmbeddedApi.open({ files: diskFiles, directory: join(folder, "resources") });
    const listening = await listen(api, { host: "127.0.0.1", port, identity, token, logger: silentLogger });
    const stop = async (): Promise<void> => {
      await listening.close();
      await api.close();
    };
    return { port: listening.port, stop };
  };
  let running = await start(0);
  const kubeconfig = join(folder, "kubeconfig");
  const server = { name: "millrace", url: `https://127.0.0.1:${running.port}`, ca, token, kubeconfig } as const;
  await writeFile(kubeconfig, kubeconfigOf(server), { mode: 0o600 });
  return {
    ...server,
    async restart() {
      await running.stop();
      running = await start(running.port);
    },
    stop: () => running.stop(),
  };
}
