import { type Clock, type Logger, MillraceError, messageOf, type Random, sleep } from "@millrace/kit";
import { type BackOff, backOffMs, untilAborted } from "@millrace/kube";
import type { ApiBrowser } from "@millrace/kube/browse";
import { type FoundKinds, foundKinds } from "./found-kinds.ts";

export interface DiscoverOptions {
  readonly browser: Pick<ApiBrowser, "kinds">;
  /** Is told why nothing has been found yet. */
  readonly onTrouble: (why: string) => void;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

const backOff: BackOff = { firstMs: 500, lastMs: 10_000 };

/**
 * Finds out what the Kubernetes cluster has, for as long as it takes: a pod may be there before the definitions of its kinds are, or before
 * its API server can be reached. Throws the signal's reason.
 */
export async function discover(options: DiscoverOptions): Promise<FoundKinds> {
  const { browser, onTrouble, signal, clock, random, logger } = options;
  let told = "";
  for (let failures = 1; ; failures++) {
    try {
      return foundKinds(await untilAborted(signal, browser.kinds()));
    } catch (thrown) {
      signal.throwIfAborted();
      const trouble = messageOf(thrown);
      onTrouble(trouble);
      // The same again is no news.
      logger[trouble === told ? "debug" : "warn"]("the operator waits for its Kubernetes cluster", { trouble, ...hintOf(thrown) });
      told = trouble;
    }
    await untilAborted(signal, sleep(clock, backOffMs(backOff, failures, random)));
  }
}

const hintOf = (thrown: unknown) => (thrown instanceof MillraceError && thrown.hint !== undefined ? { hint: thrown.hint } : {});
