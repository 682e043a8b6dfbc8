import { openAdmin } from "@millrace/client";
import type { Files } from "@millrace/files";
import type { Clock, Random } from "@millrace/kit";
import type { Platform } from "@millrace/resources";
import type { RestartableBroker } from "../kafka/restartable-broker.ts";
import { applyQuotas, hasQuotas } from "./quotas.ts";

/** Where and how what is declared is brought about. */
export interface Applying {
  readonly files: Files;
  readonly directory: string;
  readonly clock: Clock;
  readonly random: Random;
}

const inProcess = "127.0.0.1:1";

/** Brings the quotas that a Kafka declares about in a broker of this process, as far as there are any. */
export async function applyDeclared(declared: Platform, broker: Pick<RestartableBroker, "connect">, applying: Applying): Promise<void> {
  if (!hasQuotas(declared, applying)) return;
  const { clock, random } = applying;
  const admin = openAdmin({ bootstrapServers: inProcess, connect: () => broker.connect(), clock, random });
  try {
    await applyQuotas(declared, admin, applying);
  } finally {
    await admin.close();
  }
}
