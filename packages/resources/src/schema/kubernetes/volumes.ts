import { choice, flag, integer, list, object, shape, text, textMap } from "../field.ts";
import { localObjectReference } from "./selectors.ts";

/** Sizes of scratch volumes, as Strimzi checks them. */
export const sizePattern = "^([0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$";

const keyToPath = shape("KeyToPath", {
  key: text("Entry to project."),
  mode: integer("Permissions of the file, such as 0644."),
  path: text("Path of the file within the volume."),
});

const secretVolume = shape("SecretVolumeSource", {
  defaultMode: integer("Permissions of files that name none."),
  items: list("Entries to project; all of them if left out.", object(undefined, keyToPath)),
  optional: flag("Whether the Secret may be missing."),
  secretName: text("Name of the Secret."),
});

const configMapVolume = shape("ConfigMapVolumeSource", {
  defaultMode: integer("Permissions of files that name none."),
  items: list("Entries to project; all of them if left out.", object(undefined, keyToPath)),
  name: text("Name of the ConfigMap."),
  optional: flag("Whether the ConfigMap may be missing."),
});

const emptyDirVolume = shape("EmptyDirVolumeSource", {
  medium: choice("Where the directory lives: in memory, or on the node's disk if left out.", ["Memory"]),
  sizeLimit: text("Size it may reach, such as `1Gi`.", { pattern: sizePattern }),
});

const claimVolume = shape("PersistentVolumeClaimVolumeSource", {
  claimName: text("Name of the claim."),
  readOnly: flag("Whether it is mounted read-only."),
});

const csiVolume = shape("CsiVolumeSource", {
  driver: text("CSI driver that serves the volume."),
  fsType: text("File system to mount."),
  nodePublishSecretRef: object("Secret that is handed to the driver.", localObjectReference),
  readOnly: flag("Whether it is mounted read-only."),
  volumeAttributes: textMap("Settings for the driver."),
});

const imageVolume = shape("ImageVolumeSource", {
  pullPolicy: text("When the image is pulled: `Always`, `Never` or `IfNotPresent`."),
  reference: text("Image or artefact to mount."),
});

export const additionalVolume = shape("AdditionalVolume", {
  name: text("Name of the volume, by which it is mounted."),
  secret: object("Takes the files from a Secret.", secretVolume),
  configMap: object("Takes the files from a ConfigMap.", configMapVolume),
  emptyDir: object("An empty directory that goes with the pod.", emptyDirVolume),
  persistentVolumeClaim: object("A claim that exists already.", claimVolume),
  csi: object("A volume of a CSI driver.", csiVolume),
  image: object("The content of a container image.", imageVolume),
});

export const templatedVolume = shape("TemplatedVolume", {
  name: text("Name of the volume, by which it is mounted."),
  secret: object("A Secret of each node; `{nodeId}` and `{nodePodName}` in its names are replaced.", secretVolume),
  configMap: object("A ConfigMap of each node; `{nodeId}` and `{nodePodName}` in its names are replaced.", configMapVolume),
  persistentVolumeClaim: object("A claim of each node; `{nodeId}` and `{nodePodName}` in its name are replaced.", claimVolume),
});

export const volumeMount = shape("VolumeMount", {
  mountPath: text("Path within the container; Strimzi allows paths below `/mnt/`."),
  mountPropagation: text("How mounts propagate between host and container."),
  name: text("Name of the volume."),
  readOnly: flag("Whether it is mounted read-only."),
  recursiveReadOnly: text("Whether mounts below it are read-only too: `Disabled`, `IfPossible` or `Enabled`."),
  subPath: text("Path within the volume."),
  subPathExpr: text("Path within the volume, in which environment variables are expanded."),
});
