import type { ApiServer } from "./api-server.ts";
import { namespace, namespaces } from "./cases/objects.ts";
import { Talk } from "./talk.ts";

/** A namespace for a case, named by it. */
export async function namespaceOf(name: string, server: ApiServer): Promise<string> {
  const made = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replace(/-$/, "");
  await new Talk(server, made).send("POST", namespaces(), { body: namespace(made), aside: true });
  return made;
}
