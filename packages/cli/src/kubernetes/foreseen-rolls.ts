import { MillraceError } from "@millrace/kit";
import { type KubeClient, type KubeObject, KubeRequestError, namespacedKind } from "@millrace/kube";
import type { AnyObject } from "@millrace/kube/browse";
import { clusterOf, type Kafka, type KafkaNodePool, kinds } from "@millrace/resources";
import type { Api } from "./access.ts";
import { allOf, isSame, overlaid } from "./around.ts";

/** What the operator says would become of the pods of a Kafka. */
export type ForeseenRoll = { readonly kafka: string } & (
  | { readonly type: "planned"; readonly lines: readonly string[]; readonly plan: unknown }
  | { readonly type: "refused"; readonly problems: readonly string[] }
  /** Nobody could be asked. */
  | { readonly type: "unknown"; readonly why: string }
);

type Answer = ForeseenRoll extends infer Each ? (Each extends ForeseenRoll ? Omit<Each, "kafka"> : never) : never;

const podKind = namespacedKind<KubeObject>({ apiVersion: "v1", kind: "Pod", plural: "pods" });
/** Of the operator's pods, wherever it is installed. */
const operatorPods = "strimzi.io/kind=cluster-operator,app.kubernetes.io/part-of=millrace";
const operatorPort = 8080;

/**
 * Has the operator plan what it would do to the pods of Kafkas that are changed, or whose node pools are. Nothing is changed by it. `changed`: what would
 * be declared, as the API server would have it.
 */
export async function foreseenRolls(changed: readonly AnyObject[], api: Api): Promise<readonly ForeseenRoll[]> {
  const before = await allOf<Kafka>(api, kinds.Kafka);
  const kafkas = overlaid("Kafka", before, changed);
  const pools = overlaid("KafkaNodePool", await allOf<KafkaNodePool>(api, kinds.KafkaNodePool), changed);
  const poolsOf = ({ metadata: { namespace, name } }: Kafka) =>
    pools.filter((pool) => pool.metadata.namespace === namespace && clusterOf(pool) === name);
  const isChanged = (object: KubeObject): boolean => changed.some((other) => isSame(object, other));
  const touched = kafkas.filter((kafka) => before.some((each) => isSame(each, kafka)) && [kafka, ...poolsOf(kafka)].some(isChanged));
  return Promise.all(
    touched.map(async (kafka) => ({
      kafka: `Kafka ${kafka.metadata.namespace}/${kafka.metadata.name}`,
      ...(await answerOf(api.client, [kafka, ...poolsOf(kafka)])),
    })),
  );
}

/** By whoever of the operator's pods leads; the others say that they don't. */
async function answerOf(client: KubeClient, objects: ReadonlyArray<Kafka | KafkaNodePool>): Promise<Answer> {
  const resources = objects.map(declaration);
  let why = "no pod of the operator was found";
  try {
    const pods = (await client.list(podKind, { labelSelector: operatorPods })).items;
    for (const { metadata } of pods) {
      const answer = await client.askPod(metadata, operatorPort, "/plan", { resources }).catch(refusalIn);
      if (!(answer instanceof KubeRequestError)) return answer as Answer;
      why = `${metadata.namespace}/${metadata.name}: ${answer.status.message}`;
    }
  } catch (thrown) {
    if (!(thrown instanceof MillraceError)) throw thrown;
    why = thrown.message;
  }
  return { type: "unknown", why };
}

function refusalIn(thrown: unknown): KubeRequestError {
  if (thrown instanceof KubeRequestError) return thrown;
  throw thrown;
}

/** What users say of an object: the rest the operator knows better. */
function declaration({ apiVersion, kind, metadata, spec }: Kafka | KafkaNodePool) {
  const { namespace, name, labels, annotations } = metadata;
  return { apiVersion, kind, metadata: { namespace, name, labels, annotations }, spec };
}
