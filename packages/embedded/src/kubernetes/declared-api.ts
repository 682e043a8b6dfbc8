import type { Opened } from "@millrace/kit";
import { KubeClient } from "@millrace/kube";
import type { Platform } from "@millrace/resources";
import { takeOverSecretsFolder } from "../secrets/take-over.ts";
import { type DeclaredFiles, declareFiles } from "./declare.ts";
import { type KubernetesApi, type KubernetesApiOptions, startKubernetesApi } from "./kubernetes-api.ts";

export interface DeclaredApiOptions extends KubernetesApiOptions {
  readonly declared: Platform;
  /** Delete what files declared earlier and no longer declare. */
  readonly prune: boolean;
}

/** The API of this process, and what has become of the files in it. */
export interface DeclaredApi {
  readonly kubernetes: KubernetesApi;
  /** For this process itself. */
  readonly client: KubeClient;
  readonly declaredFiles: DeclaredFiles;
}

/** Opens the API of a data directory that is held, and declares to it what files say. */
export async function openDeclaredApi(options: DeclaredApiOptions, opened: Opened): Promise<DeclaredApi> {
  const { declared, prune, files, directory, clock } = options;
  const kubernetes = opened.add(await startKubernetesApi(options));
  const client = new KubeClient({ transport: kubernetes.transport, clock });
  await takeOverSecretsFolder(client, files, directory);
  return { kubernetes, client, declaredFiles: await declareFiles(client, declared, { prune }) };
}
