import type { Clock } from "@millrace/kit";
import type { ClusterAccess } from "./kubeconfig.ts";
import { textOf } from "./source.ts";

/** How long a token from a file is good before the file is read again; tokens of service accounts change every hour or so. */
const tokenAgeMsMax = 60_000;
/** A program is asked for another token so long before the end of the one that it gave. */
const earlyMs = 10_000;

/** Who asks. */
export interface Authorization {
  /** The header as it is now. Throws FILE_UNREADABLE and AUTHENTICATION_FAILED. */
  header(): Promise<string | undefined>;
  /** It was refused: the next request gets a new one, where there can be one. */
  forget(): void;
}

export function authorizationOf({ token, exec, basic }: ClusterAccess, clock: Clock): Authorization {
  if (token !== undefined) {
    const isKept = "value" in token;
    return renewed(async () => ({ header: `Bearer ${textOf(token).trim()}`, ageMsMax: isKept ? undefined : tokenAgeMsMax }), clock);
  }
  if (exec !== undefined) {
    return renewed(async () => {
      const { execToken } = await import("./exec-login.ts");
      const { token: given, expiresMs } = await execToken(exec);
      return { header: `Bearer ${given}`, ageMsMax: expiresMs === undefined ? undefined : expiresMs - clock.now() - earlyMs };
    }, clock);
  }
  const login = basic === undefined ? undefined : `Basic ${Buffer.from(`${basic.username}:${basic.password}`).toString("base64")}`;
  return { header: async () => login, forget: () => {} };
}

interface Made {
  readonly header: string;
  /** Undefined: it is good until it is refused. */
  readonly ageMsMax: number | undefined;
}

/** Makes a header when it is needed, once for all who wait for it, and again when it is too old. */
function renewed(make: () => Promise<Made>, clock: Clock): Authorization {
  let made: Promise<Made & { readonly atMs: number }> | undefined;
  const begin = () => {
    const pending = make().then((each) => ({ ...each, atMs: clock.monotonicMs() }));
    made = pending;
    pending.catch(() => {
      if (made === pending) made = undefined;
    });
    return pending;
  };
  return {
    async header() {
      const { header, ageMsMax, atMs } = await (made ?? begin());
      if (ageMsMax === undefined || clock.monotonicMs() - atMs < ageMsMax) return header;
      made = undefined;
      return (await begin()).header;
    },
    forget() {
      made = undefined;
    },
  };
}
