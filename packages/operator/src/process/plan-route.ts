import type { DeclaredKafka, WatchedKafkas } from "@millrace/controllers";
import { MillraceError, messageOf } from "@millrace/kit";
import { keyOf, type ObjectKey, type Stored } from "@millrace/kube";
import { jsonReply, type Reply } from "@millrace/observation";
import { type Kafka, type KafkaNodePool, loadResources } from "@millrace/resources";
import type { OperatorBackend } from "../cluster/operator-backend.ts";

export interface PlanRouteOptions {
  readonly watched: Pick<WatchedKafkas, "kafkas" | "nodePools" | "selects">;
  readonly backend: Pick<OperatorBackend, "foresee">;
}

/** How long a plan may take. */
const planMsMax = 25_000;

/** Where a plan is asked for: POST of `{"resources": [a Kafka, its KafkaNodePools]}`, as they are to be declared. */
export const planPath = "/plan";

/** Answers with `{"type": "planned", "lines", "plan"}` or `{"type": "refused", "problems"}`. One at a time: it asks Kafka for all partitions. */
export class PlanRoute {
  readonly #options: PlanRouteOptions;
  #isBusy = false;

  constructor(options: PlanRouteOptions) {
    this.#options = options;
  }

  async answer(body: string): Promise<Reply> {
    if (this.#isBusy) return jsonReply(429, { error: "another plan is being worked out: ask again in a moment" });
    this.#isBusy = true;
    try {
      const proposed = this.#proposed(body);
      return "error" in proposed
        ? jsonReply(proposed.status, { error: proposed.error })
        : jsonReply(200, await this.#options.backend.foresee(proposed, AbortSignal.timeout(planMsMax)));
    } catch (thrown) {
      if (!(thrown instanceof MillraceError)) throw thrown;
      return jsonReply(503, { error: messageOf(thrown) });
    } finally {
      this.#isBusy = false;
    }
  }

  /** What there is, with what is proposed of it. */
  #proposed(body: string): DeclaredKafka | { readonly status: number; readonly error: string } {
    const documents = documentsIn(body);
    if (documents === undefined) return { status: 400, error: 'expected {"resources": [a Kafka, its KafkaNodePools]} as JSON' };
    const text = documents.map((each) => JSON.stringify(each)).join("\n---\n");
    const { resources, problems } = loadResources([{ file: "resources", text }]);
    const [kafka, ...others] = resources?.kafkas ?? [];
    if (problems.length > 0) return { status: 400, error: problems.map(({ message }) => message).join("; ") };
    if (kafka === undefined || others.length > 0) return { status: 400, error: "expected one Kafka" };
    const { watched } = this.#options;
    const key = keyOf(kafka.metadata);
    const stored = watched.kafkas.cache.get(key);
    if (stored === undefined || !watched.selects(stored)) return { status: 404, error: `this operator looks after no Kafka ${key}` };
    return { kafka: withSpec(stored, kafka), nodePools: (resources?.nodePools ?? []).map((pool) => this.#pool(key, pool)) };
  }

  #pool(kafka: ObjectKey, proposed: KafkaNodePool): Stored<KafkaNodePool> {
    const stored = this.#options.watched.nodePools.cache
      .by("kafka", kafka)
      .find(({ metadata }) => metadata.name === proposed.metadata.name);
    if (stored !== undefined) return withSpec(stored, proposed);
    const metadata = { uid: "", resourceVersion: "", creationTimestamp: "", ...proposed.metadata };
    return { ...proposed, metadata };
  }
}

const withSpec = <R extends Stored<Kafka> | Stored<KafkaNodePool>>(stored: R, { metadata, spec }: Kafka | KafkaNodePool): R => ({
  ...stored,
  spec,
  metadata: { ...stored.metadata, labels: metadata.labels ?? {}, annotations: metadata.annotations ?? {} },
});

function documentsIn(body: string): readonly unknown[] | undefined {
  try {
    const { resources } = JSON.parse(body) as { readonly resources?: unknown };
    return Array.isArray(resources) ? resources : undefined;
  } catch {
    return undefined;
  }
}
