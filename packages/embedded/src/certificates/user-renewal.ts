import { X509Certificate } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Files } from "@millrace/files";
import type { Clock, Logger, Random } from "@millrace/kit";
import { isPaused, type Platform } from "@millrace/resources";
import { isUserSecret, userSecret, userSecretKey } from "../apply/user-secret.ts";
import { entryOf } from "../secrets/secret.ts";
import { SecretStore } from "../secrets/secret-store.ts";
import { UserCertificates } from "./user-certificates.ts";

/**
 * Issues certificates anew for users whose end is near, or whose authority has another key by now. A user keeps its name, so that Kafka need
 * not be told. Users that have not got one yet are left to the next start.
 */
export async function renewUserCertificates(options: {
  readonly declared: Platform;
  readonly files: Files;
  readonly directory: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}): Promise<void> {
  const { declared, files, directory, clock, random, logger } = options;
  const users = declared.users.filter((user) => user.spec.authentication?.type === "tls" && !isPaused(user));
  if (users.length === 0) return;
  const store = new SecretStore(files, directory);
  const certificates = UserCertificates.open(declared.kafka, store, clock, random);
  for (const user of users) {
    const { namespace, name } = userSecretKey(declared.kafka, user);
    const kept = store.get(namespace, name);
    if (certificates === undefined || kept === undefined || !isUserSecret(kept)) continue;
    const secret = userSecret(declared.kafka, user, await certificates.entries(user, kept));
    if (isDeepStrictEqual(secret, kept)) continue;
    await store.put(secret);
    if (secret.data["user.crt"] === kept.data["user.crt"]) continue; // only what it trusts has changed
    const { validTo } = new X509Certificate(entryOf(secret, "user.crt") ?? "");
    logger.info("renewed the certificate of a user", { user: user.metadata.name, validTo });
  }
}
