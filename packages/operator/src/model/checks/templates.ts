import type { KafkaClusterTemplate, KafkaNodePool } from "@millrace/resources";
import { reservedLabels } from "../labels.ts";
import type { Judge } from "./subject.ts";

/** A Kafka's templates and a node pool's, and where they are. */
interface Templates {
  readonly at: string;
  readonly templates: KafkaClusterTemplate | NonNullable<KafkaNodePool["spec"]["template"]>;
}

export const templateProblems: Judge = ({ kafka, pools }) => {
  const all: readonly Templates[] = [
    { at: "spec.kafka.template", templates: kafka.spec.kafka.template ?? {} },
    ...pools.map(({ metadata, spec }) => ({ at: `spec.template of the KafkaNodePool ${metadata.name}`, templates: spec.template ?? {} })),
  ];
  return all.flatMap((templates) => [...labelProblems(templates), ...volumeProblems(templates), ...mountProblems(templates)]);
};

function labelProblems({ at, templates }: Templates): readonly string[] {
  return Object.entries(templates).flatMap(([name, template]) =>
    "metadata" in template
      ? reservedLabels(template.metadata?.labels).map(
          (label) => `${at}.${name}.metadata.labels: ${label} is the operator's; it must not be given`,
        )
      : [],
  );
}

/** Volumes of ours, which a pod has whatever is declared. */
const ownVolumes = /^(?:data(?:-\d+)?|kube-api-access|strimzi-tmp|kafka-metrics-and-logging|broker-certs|cluster-ca|agents|rack-volume)$/;

function volumeProblems({ at, templates: { pod } }: Templates): readonly string[] {
  const names = [...(pod?.volumes ?? []), ...(pod?.templatedVolumes ?? [])].map(({ name = "" }) => name);
  return names.flatMap((name, index) => {
    if (ownVolumes.test(name)) return [`${at}.pod: the volume ${name} is the operator's; call yours otherwise`];
    if (names.indexOf(name) !== index) return [`${at}.pod: several volumes are called ${name}`];
    if (/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) return [];
    return [`${at}.pod: a volume can't be called ${JSON.stringify(name)}: expected at most 63 lower-case letters, digits and "-"`];
  });
}

function mountProblems({ at, templates }: Templates): readonly string[] {
  return (["kafkaContainer", "initContainer"] as const).flatMap((container) =>
    (templates[container]?.volumeMounts ?? [])
      .filter(({ mountPath = "" }) => !mountPath.startsWith("/mnt"))
      .map(({ mountPath }) => `${at}.${container}.volumeMounts: ${mountPath} is not below /mnt, where volumes of your own may be mounted`),
  );
}
