import { choice, flag, lateShape, list, object, text, texts } from "../field.ts";
import { resourceRequirements } from "../kubernetes/containers.ts";

/** Connectors and what else Kafka Connect is extended with: built into an image, or mounted from one. */

const pluginName = text("Name of the plug-in, unique within the KafkaConnect: lower-case letters, digits, `-` and `_`.", {
  pattern: "^[a-z0-9][-_a-z0-9]*[a-z0-9]$",
});

const mavenMirror = lateShape("MavenMirror", () => ({ url: text("Address of the mirror.") }), { required: ["url"] });

const builtArtifact = lateShape(
  "BuiltArtifact",
  () => ({
    artifact: text("For the type `maven`: id of the artifact."),
    fileName: text("Name of the file in the image."),
    group: text("For the type `maven`: group of the artifact."),
    includeScope: choice("For the type `maven`: scope of the dependencies that are taken; all of them if left out.", [
      "compile",
      "provided",
      "runtime",
      "test",
      "system",
    ]),
    insecure: flag("Whether it is fetched even from a server that nobody knows."),
    mirrors: list("For the type `maven`: mirrors to fetch from.", object(undefined, mavenMirror)),
    repository: text("For the type `maven`: repository to fetch from."),
    sha512sum: text("SHA-512 that the file has to have; not for the type `maven`."),
    type: choice("What it is.", ["jar", "tgz", "zip", "maven", "other"]),
    url: text("Where it is fetched from.", {
      pattern: "^(https?|ftp)://[-a-zA-Z0-9+&@#/%?=~_|!:,.;]*[-a-zA-Z0-9+&@#/%=~_|]$",
    }),
    version: text("For the type `maven`: version of the artifact."),
  }),
  { required: ["type"] },
);

const builtPlugin = lateShape(
  "BuiltPlugin",
  () => ({ name: pluginName, artifacts: list("What the plug-in is made of.", object(undefined, builtArtifact)) }),
  { required: ["name", "artifacts"] },
);

const buildOutput = lateShape(
  "BuildOutput",
  () => ({
    additionalBuildOptions: texts("Further options of what builds the image."),
    additionalPushOptions: texts("Further options of what pushes the image."),
    image: text("Name of the image."),
    pushSecret: text("Secret with which the image is pushed."),
    type: choice("Where the image goes: to a registry, or to an ImageStream of OpenShift.", ["docker", "imagestream"]),
  }),
  { required: ["image", "type"] },
);

export const connectBuild = lateShape(
  "ConnectBuild",
  () => ({
    output: object("Where the image goes.", buildOutput),
    plugins: list("What is built into it.", object(undefined, builtPlugin)),
    resources: object("CPU and memory to reserve for building.", resourceRequirements),
  }),
  { required: ["output", "plugins"] },
);

const mountedArtifact = lateShape(
  "MountedArtifact",
  () => ({
    pullPolicy: text("When the image is pulled: `Always`, `Never` or `IfNotPresent`."),
    reference: text("Name of the image."),
    type: choice("What it is.", ["image"]),
  }),
  { required: ["reference", "type"] },
);

export const mountedPlugin = lateShape(
  "MountedPlugin",
  () => ({ name: pluginName, artifacts: list("Images that are mounted.", object(undefined, mountedArtifact)) }),
  { required: ["name", "artifacts"] },
);
