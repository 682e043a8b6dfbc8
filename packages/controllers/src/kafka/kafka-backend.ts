import type { Happening, ObjectKey, Stored } from "@millrace/kube";
import type { KafkaState, Reason } from "@millrace/plans";
import type { Kafka, KafkaNodePool, Warning } from "@millrace/resources";

/** A Kafka as it is declared, with its node pools by their names. */
export interface DeclaredKafka {
  readonly kafka: Stored<Kafka>;
  readonly nodePools: ReadonlyArray<Stored<KafkaNodePool>>;
}

interface Told {
  readonly warnings?: readonly Warning[];
  /** How far a roll of its pods is, as long as it is not through. */
  readonly rolling?: string;
}

/** What has come of a Kafka. */
export type KafkaOutcome = {
  /** What was done to it. */
  readonly done: readonly Happening[];
} /** `againAfterMs`: there is something left to do that nobody waits for. */ & (
  | { readonly type: "ready"; readonly state: KafkaState; readonly warnings: readonly Warning[]; readonly againAfterMs?: number }
  /** It is being brought about, and looked at again when something changes, or after `requeueAfterMs`. */
  | ({
      readonly type: "waiting";
      readonly state: KafkaState | undefined;
      readonly requeueAfterMs: number;
      /** It may take as long as it takes. */
      readonly isPatient?: boolean;
    } & Reason &
      Told)
  /** It is stopped, or on its way to be, because somebody wants it so. */
  | ({ readonly type: "hibernating"; readonly state: KafkaState | undefined } & Reason & Told)
  /** It is as it was before: `state`, if anything runs. `passing`: it may go better another time. */
  | ({ readonly type: "failed"; readonly state: KafkaState | undefined; readonly passing: boolean } & Reason & Told)
);

/** What runs Kafkas: this process, or pods of a Kubernetes cluster. */
export interface KafkaBackend {
  /** Makes a Kafka be as it is declared; nothing is done if it is. What can't be had is told, and leaves what runs as it is. */
  bringAbout(declared: DeclaredKafka, signal: AbortSignal): Promise<KafkaOutcome>;
  /** A Kafka is gone: ends what runs it, if anything does. */
  letGo(kafka: ObjectKey, signal: AbortSignal): Promise<void>;
  /** A node pool is deleted whose Kafka is gone: nothing holds it up any more. Left out: nothing ever does. */
  letPoolGo?(pool: Stored<KafkaNodePool>, signal: AbortSignal): Promise<void>;
}

/** By which a node pool that is deleted stays until none of its nodes holds anything that would be lost. */
export const nodePoolFinalizer = "millrace.io/kafka-nodes";

/** Whether a node pool counts: as long as it is not deleted, or is held. */
export const isPoolThere = ({ metadata }: Pick<Stored<KafkaNodePool>, "metadata">): boolean =>
  metadata.deletionTimestamp === undefined || metadata.finalizers?.includes(nodePoolFinalizer) === true;
