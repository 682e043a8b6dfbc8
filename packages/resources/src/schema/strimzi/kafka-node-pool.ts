import { below, choice, flag, integer, list, object, type ShapeRule, shape, text, textMap } from "../field.ts";
import { containerTemplate, resourceRequirements } from "../kubernetes/containers.ts";
import { sizePattern } from "../kubernetes/volumes.ts";
import { jvmOptions } from "./process.ts";
import { statusFields } from "./status.ts";
import { nodePodTemplate, resourceTemplate } from "./templates.ts";

const volumeFields = {
  class: text("Storage class of the claim; the default one if left out."),
  deleteClaim: flag("Whether the claim goes when the node goes.", { whenAbsent: false }),
  id: integer("Number of the volume within a `jbod`, where it is required.", { minimum: 0 }),
  kraftMetadata: choice("Marks the volume that holds the cluster's metadata too; at most one volume of a pool.", ["shared"]),
  selector: textMap("Labels that the persistent volume has to have."),
  size: text("Size of the claim, such as `100Gi`; required for `persistent-claim`."),
  sizeLimit: text("Size that an `ephemeral` volume may reach, such as `1Gi`.", { pattern: sizePattern }),
  volumeAttributesClass: text("Volume attributes class of the claim."),
};

const claimNeedsSize: ShapeRule = {
  cel: "self.type != 'persistent-claim' || (has(self.size) && self.size != '')",
  message: "a persistent-claim needs a size, such as 10Gi",
  holds: ({ type, size = "" }) => type !== "persistent-claim" || size !== "",
};

const needsId: ShapeRule = { cel: "has(self.id)", message: "a volume of a jbod needs an id", holds: ({ id }) => id !== undefined };

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const volume = shape(
  "StorageVolume",
  {
    ...volumeFields,
    type: choice("`ephemeral`: gone with the pod; `persistent-claim`: stays.", ["ephemeral", "persistent-claim"]),
  },
  {
    required: ["type"],
    refusals: [claimNeedsSize, needsId],
  },
);

const storage = shape(
  "Storage",
  {
    ...volumeFields,
    type: choice("`ephemeral`: gone with the pod; `persistent-claim`: stays; `jbod`: several volumes.", [
      "ephemeral",
      "persistent-claim",
      "jbod",
    ]),
    volumes: list("The volumes of a `jbod`.", object(undefined, volume)),
  },
  {
    required: ["type"],
    refusals: [
      claimNeedsSize,
      {
        cel: "self.type != 'jbod' || (has(self.volumes) && size(self.volumes) > 0)",
        message: "a jbod needs at least one of volumes",
        holds: ({ type, volumes }) => type !== "jbod" || listOf(volumes).length > 0,
      },
      {
        cel: "!has(self.volumes) || size(self.volumes.filter(volume, has(volume.kraftMetadata))) <= 1",
        message: "at most one volume can hold the metadata (kraftMetadata)",
        holds: ({ volumes }) => listOf(volumes).filter((each) => below(each, "kraftMetadata") !== undefined).length <= 1,
      },
    ],
  },
);

const template = shape("KafkaNodePoolTemplate", {
  podSet: object("Pod set of the nodes.", resourceTemplate),
  pod: object("Pods of the nodes.", nodePodTemplate),
  perPodService: object("Services of single nodes for access from outside.", resourceTemplate),
  perPodRoute: object("Routes of single nodes.", resourceTemplate),
  perPodIngress: object("Ingresses of single nodes.", resourceTemplate),
  persistentVolumeClaim: object("Claims on the nodes' storage.", resourceTemplate),
  kafkaContainer: object("Container that runs Kafka.", containerTemplate),
  initContainer: object("Container that runs before Kafka.", containerTemplate),
});

const roles = (description: string) => list(description, choice(undefined, ["controller", "broker"]));

export const kafkaNodePoolSpec = shape(
  "KafkaNodePoolSpec",
  {
    replicas: integer("How many nodes the pool has.", { minimum: 0 }),
    storage: object("Where the nodes keep their data.", storage),
    roles: roles("What the nodes are: brokers, controllers, or both."),
    resources: object("CPU and memory to reserve.", resourceRequirements),
    jvmOptions: object("Options of the nodes' JVMs, instead of those of the Kafka.", jvmOptions),
    template: object("Changes to the Kubernetes objects that are made, instead of those of the Kafka.", template),
  },
  {
    required: ["replicas", "storage", "roles"],
    refusals: [
      {
        cel: "size(self.roles) > 0",
        message: "roles needs at least one of broker, controller",
        holds: ({ roles: given }) => listOf(given).length > 0,
      },
    ],
  },
);

export const kafkaNodePoolStatus = shape("KafkaNodePoolStatus", {
  ...statusFields,
  nodeIds: list("Ids of the pool's nodes.", integer()),
  clusterId: text("The cluster's id."),
  roles: roles("What the nodes are at present."),
  replicas: integer("How many nodes there are at present."),
  labelSelector: text("Selects the pool's pods."),
});
