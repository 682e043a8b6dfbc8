export { type AwaitedResource, notSupportedYet, type StatusOfAwaited } from "./awaited.ts";
export {
  conditionTime,
  notReadyCondition,
  plainCondition,
  readyConditions,
  rollingCondition,
  topicNotReadyCondition,
  type Warning,
  warningCondition,
  withTransitions,
} from "./conditions.ts";
export { configText, configTexts } from "./config-values.ts";
export { type DeclarationProblem, declarationProblems, declarationProblemText } from "./declared.ts";
export { noEffectWhenEmbedded, type WithoutEffect } from "./embedded/effect.ts";
export { asksForCertificates, kafkaListenerName, kafkaSecurityProtocol, trustsNamedAuthorities } from "./embedded/listener-settings.ts";
export { keepsData, poolOfNode, type StorageSort, storageOf, storageWarnings } from "./embedded/node-pools.ts";
export { type Effective, effectiveConfig, effectiveTopic, metricsWarnings } from "./embedded/single-node.ts";
export { entityWarnings, listenerWarnings, userWarnings } from "./embedded/warnings.ts";
export type {
  Affinity,
  Condition,
  ContainerTemplate,
  EnvVar,
  InternalServiceTemplate,
  JvmOptions,
  Kafka,
  KafkaClusterTemplate,
  KafkaNodePool,
  KafkaNodePoolStatus,
  KafkaRebalance,
  KafkaRebalanceStatus,
  KafkaStatus,
  KafkaTopic,
  KafkaTopicSpec,
  KafkaTopicStatus,
  KafkaUser,
  KafkaUserSpec,
  KafkaUserStatus,
  Listener,
  ListenerBroker,
  ListenerStatus,
  NodePodTemplate,
  ObjectMeta,
  OwnerReference,
  Probe,
  ResourceTemplate,
  Secret,
  Storage,
  StorageVolume,
  TemplatedVolume,
  UserAuthentication,
  UserAuthorization,
  UserQuotas,
} from "./generated/types.ts";
export { givenSecretNames } from "./given-secrets.ts";
export {
  canaryRollMsOf,
  clusterIdAnnotation,
  clusterLabel,
  clusterOf,
  hasCanary,
  isHibernating,
  isManaged,
  isPaused,
  keyAlgorithmOf,
  managedAnnotation,
  maxParallelRestartsOf,
  pauseAnnotation,
  type Resource,
  secretPrefixOf,
  topicNameOf,
  userSecretName,
} from "./labels.ts";
export { type EngineChecks, loadPlatform, loadResources, type Platform, type Resources, type SourceFile } from "./load.ts";
export { inMaintenanceWindow, maintenanceWarnings } from "./maintenance-windows.ts";
export { type Finding, type Path, type Problem, pathText, problemText } from "./problem.ts";
export { type ReadObject, readObjects } from "./reading/objects.ts";
export { type ReadResource, type ReadResources, readDocuments } from "./reading/resources.ts";
export { valueFromYaml } from "./reading/value.ts";
export { type ConfigGuard, cruiseControlConfigGuard, forbiddenPrefix, kafkaConfigGuard } from "./rules/config-guard.ts";
export { topicNameProblem } from "./rules/names.ts";
export { customResourceDefinition, shapeRule } from "./schema/custom-resource-definition.ts";
export type { Shape } from "./schema/field.ts";
export { type AwaitedKindName, apiGroup, apiVersion, awaitedKindNames, isAwaited, type Kind, kinds } from "./schema/kinds.ts";
export { secretEntries } from "./secret-entries.ts";
export { type TopicDeclaration, topicDeclaration } from "./topic-declaration.ts";
export { type AclDeclaration, aclText, kafkaUserNames, type UserDeclaration, userDeclaration } from "./user-declaration.ts";
export { withoutNulls } from "./validation/nulls.ts";
export { validate } from "./validation/validate.ts";
export { isObject, type OpenObject, type Quantity, type Value } from "./values.ts";
export { yamlText } from "./writing/yaml.ts";
