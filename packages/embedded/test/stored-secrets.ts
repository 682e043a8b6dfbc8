import { ApiServer, readStored } from "@millrace/apiserver";
import { type Files, MemoryFiles } from "@millrace/files";
import { type Clock, seededRandom, silentLogger, systemClock } from "@millrace/kit";
import { KubeClient } from "@millrace/kube";
import { type Secret, secretEntries } from "@millrace/resources";

const user = { name: "administrator", groups: ["system:masters"] };

/** The Secrets that a data directory has in a namespace, by their names, as its API has stored them. */
export function secretsIn(files: Files, directory: string, namespace = "default"): ReadonlyMap<string, Secret> {
  const stored = (readStored(files, `${directory}/kubernetes/resources`).get("secrets") ?? new Map()) as ReadonlyMap<string, unknown>;
  const secrets = [...stored.values()].map((object) => object as Secret).filter(({ metadata }) => metadata.namespace === namespace);
  return new Map(
    secrets.sort((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1)).map((secret) => [secret.metadata.name, secret]),
  );
}

/** An entry's bytes; undefined if there is none. */
export const entryOf = (secret: Secret | undefined, key: string): Buffer | undefined =>
  secret === undefined ? undefined : secretEntries(secret).get(key);

/** A client of an API that keeps what it stores in memory. */
export async function memoryClient(clock: Clock): Promise<KubeClient> {
  return (await storedClient(new MemoryFiles(clock), "data", clock)).client;
}

/** A client of the API of a data directory. */
export async function storedClient(files: Files, directory: string, clock: Clock = systemClock) {
  const [random, logger] = [seededRandom(1), silentLogger];
  const api = await ApiServer.open({ files, directory: `${directory}/kubernetes/resources`, clock, random, logger });
  const client = new KubeClient({ transport: (request) => api.handle({ ...request, user }) });
  return { client, close: () => api.close() };
}
