import type { Broker } from "@millrace/broker";
import { openAdmin } from "@millrace/client";
import type { UsersOutcome } from "@millrace/controllers";
import type { Files } from "@millrace/files";
import type { Clock, Random } from "@millrace/kit";
import type { Platform } from "@millrace/resources";
import { readDeclared } from "./declared-names.ts";
import { applyQuotas, hasQuotas } from "./quotas.ts";

/** Where and how what is declared is brought about. */
export interface Applying {
  readonly files: Files;
  readonly directory: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Delete what files declared earlier and no longer declare. */
  readonly prune: boolean;
}

export interface AppliedUsers extends UsersOutcome {
  /** Users that files declared earlier and no longer declare, and that have their rights still. */
  readonly left: readonly string[];
}

const inProcess = "127.0.0.1:1";

/** Brings users and quotas about in a broker of this process, as far as there are any. What is refused does not stop the rest. */
export async function applyDeclared(declared: Platform, broker: Broker, applying: Applying): Promise<AppliedUsers> {
  const { files, directory, clock, random } = applying;
  const hasUsers = declared.users.length > 0 || readDeclared(files, directory, "users").size > 0;
  const nothing = { done: [], failed: [], left: [] };
  const limits = hasQuotas(declared, applying);
  if (!hasUsers && !limits) return nothing;
  const admin = openAdmin({ bootstrapServers: inProcess, connect: async () => broker.connect(), clock, random });
  try {
    if (limits) await applyQuotas(declared, admin, applying);
    return hasUsers ? await (await import("./users.ts")).applyUsers(declared, admin, applying) : nothing;
  } finally {
    await admin.close();
  }
}
