// Generated from src/schema by `npm run generate`. Do not edit.

import type { OpenObject, Quantity } from "../values.ts";

export interface AclRule {
  /** Whether the operations are allowed or denied; what is denied stays denied. Default: `allow`. */
  readonly type?: "allow" | "deny";
  /** What the rule is about. */
  readonly resource: AclRuleResource;
  /** Address from which the rule holds. Default: `*`. */
  readonly host?: string;
  /** What is allowed or denied. */
  readonly operations: readonly ("Read" | "Write" | "Create" | "Delete" | "Alter" | "Describe" | "ClusterAction" | "AlterConfigs" | "DescribeConfigs" | "IdempotentWrite" | "All")[];
}

export interface AclRuleResource {
  /** Sort of resource. */
  readonly type: "topic" | "group" | "cluster" | "transactionalId";
  /** Name of the resource, or what its name begins with, by `patternType`; `*` for all. The cluster needs none. */
  readonly name?: string;
  /** Whether the name is meant exactly or as a prefix. Default: `literal`. */
  readonly patternType?: "literal" | "prefix";
}

export interface AdditionalVolume {
  /** Name of the volume, by which it is mounted. */
  readonly name?: string;
  /** Takes the files from a Secret. */
  readonly secret?: SecretVolumeSource;
  /** Takes the files from a ConfigMap. */
  readonly configMap?: ConfigMapVolumeSource;
  /** An empty directory that goes with the pod. */
  readonly emptyDir?: EmptyDirVolumeSource;
  /** A claim that exists already. */
  readonly persistentVolumeClaim?: PersistentVolumeClaimVolumeSource;
  /** A volume of a CSI driver. */
  readonly csi?: CsiVolumeSource;
  /** The content of a container image. */
  readonly image?: ImageVolumeSource;
}

export interface Affinity {
  /** Rules about nodes. */
  readonly nodeAffinity?: NodeAffinity;
  /** Pods to run close to. */
  readonly podAffinity?: PodAffinity;
  /** Pods to keep away from. */
  readonly podAntiAffinity?: PodAffinity;
}

export interface AlterOffsets {
  /** ConfigMap with the new ones. */
  readonly fromConfigMap: LocalObjectReference;
}

export interface Authorization {
  /** For the type `custom`: class of the authorizer. */
  readonly authorizerClass?: string;
  /** Principals that may do everything. */
  readonly superUsers?: readonly string[];
  /** For the type `custom`: whether ACLs can be managed through Kafka's Admin API. Default: false. */
  readonly supportsAdminApi?: boolean;
  /** `simple`: Kafka's own ACLs; `custom`: an authorizer of your own. */
  readonly type: "simple" | "custom";
}

export interface AutoRebalance {
  /** When it starts: after brokers have come, or before they go. */
  readonly mode: "add-brokers" | "remove-brokers";
  /** KafkaRebalance that serves as the template. */
  readonly template?: LocalObjectReference;
}

export interface AutoRebalanceModeStatus {
  /** Which kind of rebalance. */
  readonly mode?: "add-brokers" | "remove-brokers";
  /** Ids of the brokers it is about. */
  readonly brokers?: readonly number[];
}

export interface AutoRebalanceStatus {
  /** What is going on. */
  readonly state?: "Idle" | "RebalanceOnScaleDown" | "RebalanceOnScaleUp";
  /** When that began. */
  readonly lastTransitionTime?: string;
  /** Rebalances that run or wait. */
  readonly modes?: readonly AutoRebalanceModeStatus[];
}

export interface AutoRestart {
  /** Whether what has failed is started again by itself. */
  readonly enabled?: boolean;
  /** How often at most; without end if left out. */
  readonly maxRestarts?: number;
}

export interface AutoRestartStatus {
  /** How often it was started again. */
  readonly count?: number;
  /** Name of the connector. */
  readonly connectorName?: string;
  /** When it was started again last, in UTC, such as `2026-01-31T12:00:00Z`. */
  readonly lastRestartTimestamp?: string;
}

export interface BridgeAdminClient {
  /** Settings of the bridge's Admin client. */
  readonly config?: OpenObject;
}

export interface BridgeConsumer {
  /** Whether clients may consume. Default: true. */
  readonly enabled?: boolean;
  /** Seconds after which a consumer that nobody uses is removed; never if -1. Default: -1. */
  readonly timeoutSeconds?: number;
  /** Settings of the bridge's consumers, except those that the operator sets itself. */
  readonly config?: OpenObject;
}

export interface BridgeCors {
  /** Origins that may ask, as regular expressions. */
  readonly allowedOrigins: readonly string[];
  /** Methods that they may use. */
  readonly allowedMethods: readonly string[];
}

export interface BridgeHttp {
  /** Port of the bridge. Default: 8080. */
  readonly port?: number;
  /** TLS towards clients. */
  readonly tls?: BridgeHttpTls;
  /** Which pages of other origins may use the bridge. */
  readonly cors?: BridgeCors;
}

export interface BridgeHttpTls {
  /** Certificate of the bridge. */
  readonly certificateAndKey: CertAndKeySource;
  /** Further settings of TLS: `ssl.enabled.cipher.suites` and `ssl.enabled.protocols`. */
  readonly config?: OpenObject;
}

export interface BridgeProducer {
  /** Whether clients may produce. Default: true. */
  readonly enabled?: boolean;
  /** Settings of the bridge's producers, except those that the operator sets itself. */
  readonly config?: OpenObject;
}

export interface BrokerCapacity {
  /** CPU of a broker in cores or millicores, such as `1.500` or `1500m`. */
  readonly cpu?: string;
  /** Bytes that a broker can receive in a second, such as `10000KiB/s`. */
  readonly inboundNetwork?: string;
  /** Bytes that a broker can send in a second, such as `10000KiB/s`. */
  readonly outboundNetwork?: string;
  /** Brokers that differ from the rest. */
  readonly overrides?: readonly BrokerCapacityOverride[];
}

export interface BrokerCapacityOverride {
  /** Ids of the brokers that differ. */
  readonly brokers: readonly number[];
  /** CPU of a broker in cores or millicores, such as `1.500` or `1500m`. */
  readonly cpu?: string;
  /** Bytes that a broker can receive in a second, such as `10000KiB/s`. */
  readonly inboundNetwork?: string;
  /** Bytes that a broker can send in a second, such as `10000KiB/s`. */
  readonly outboundNetwork?: string;
}

export interface BrokerVolumes {
  /** Id of the broker. */
  readonly brokerId?: number;
  /** Ids of its volumes that are to be emptied. */
  readonly volumeIds?: readonly number[];
}

export interface BuildConfigTemplate {
  /** Labels and annotations of the objects that are made. */
  readonly metadata?: MetadataTemplate;
  /** Secret with which the base image is pulled. */
  readonly pullSecret?: string;
}

export interface BuildOutput {
  /** Further options of what builds the image. */
  readonly additionalBuildOptions?: readonly string[];
  /** Further options of what pushes the image. */
  readonly additionalPushOptions?: readonly string[];
  /** Name of the image. */
  readonly image: string;
  /** Secret with which the image is pushed. */
  readonly pushSecret?: string;
  /** Where the image goes: to a registry, or to an ImageStream of OpenShift. */
  readonly type: "docker" | "imagestream";
}

export interface BuiltArtifact {
  /** For the type `maven`: id of the artifact. */
  readonly artifact?: string;
  /** Name of the file in the image. */
  readonly fileName?: string;
  /** For the type `maven`: group of the artifact. */
  readonly group?: string;
  /** For the type `maven`: scope of the dependencies that are taken; all of them if left out. */
  readonly includeScope?: "compile" | "provided" | "runtime" | "test" | "system";
  /** Whether it is fetched even from a server that nobody knows. */
  readonly insecure?: boolean;
  /** For the type `maven`: mirrors to fetch from. */
  readonly mirrors?: readonly MavenMirror[];
  /** For the type `maven`: repository to fetch from. */
  readonly repository?: string;
  /** SHA-512 that the file has to have; not for the type `maven`. */
  readonly sha512sum?: string;
  /** What it is. */
  readonly type: "jar" | "tgz" | "zip" | "maven" | "other";
  /** Where it is fetched from. */
  readonly url?: string;
  /** For the type `maven`: version of the artifact. */
  readonly version?: string;
}

export interface BuiltPlugin {
  /** Name of the plug-in, unique within the KafkaConnect: lower-case letters, digits, `-` and `_`. */
  readonly name: string;
  /** What the plug-in is made of. */
  readonly artifacts: readonly BuiltArtifact[];
}

export interface Capabilities {
  /** Linux capabilities to add. */
  readonly add?: readonly string[];
  /** Linux capabilities to take away. */
  readonly drop?: readonly string[];
}

export interface CertAndKeySource {
  /** Name of the Secret. */
  readonly secretName: string;
  /** Entry with the certificate, its chain included. */
  readonly certificate: string;
  /** Entry with the private key, unencrypted PKCS #8. */
  readonly key: string;
}

export interface CertificateAuthority {
  /** Whether the operator makes the CA; otherwise you provide its Secrets. Default: true. */
  readonly generateCertificateAuthority?: boolean;
  /** Whether the CA's Secrets go when the Kafka goes. Default: true. */
  readonly generateSecretOwnerReference?: boolean;
  /** Days for which certificates are valid. Default: 365. */
  readonly validityDays?: number;
  /** Days before its end at which a certificate is renewed. Default: 30. */
  readonly renewalDays?: number;
  /** What happens at renewal: a new certificate for the same key, or a new key too. Default: `renew-certificate`. */
  readonly certificateExpirationPolicy?: "renew-certificate" | "replace-key";
}

export interface ClientAuthentication {
  /** For the type `tls`: the client's certificate. */
  readonly certificateAndKey?: CertAndKeySource;
  /** For the type `custom`: settings whose names begin with `sasl.` or `ssl.keystore.`. */
  readonly config?: OpenObject;
  /** For the types with a password: where it stands. */
  readonly passwordSecret?: PasswordSecretSource;
  /** For the type `custom`: whether the client speaks SASL. */
  readonly sasl?: boolean;
  /** How the client proves who it is; `tls` needs TLS. */
  readonly type: "tls" | "scram-sha-256" | "scram-sha-512" | "plain" | "custom";
  /** For the types with a password: name of the user. */
  readonly username?: string;
}

export interface ClientTls {
  /** Certificates by which the servers are known. */
  readonly trustedCertificates?: readonly TrustedCertificate[];
}

export interface Condition {
  /** What it is about: `Ready`, `Warning`, … */
  readonly type?: string;
  /** `True`, `False` or `Unknown`. */
  readonly status?: string;
  /** When the status changed, in UTC, such as `2026-01-31T12:00:00Z`. */
  readonly lastTransitionTime?: string;
  /** Why, as one word in CamelCase. */
  readonly reason?: string;
  /** Why, as a sentence. */
  readonly message?: string;
}

export interface ConfigMapSource {
  /** Entry of the ConfigMap. */
  readonly configMapKeyRef?: KeySelector;
}

export interface ConfigMapVolumeSource {
  /** Permissions of files that name none. */
  readonly defaultMode?: number;
  /** Entries to project; all of them if left out. */
  readonly items?: readonly KeyToPath[];
  /** Name of the ConfigMap. */
  readonly name?: string;
  /** Whether the ConfigMap may be missing. */
  readonly optional?: boolean;
}

export interface ConnectBuild {
  /** Where the image goes. */
  readonly output: BuildOutput;
  /** What is built into it. */
  readonly plugins: readonly BuiltPlugin[];
  /** CPU and memory to reserve for building. */
  readonly resources?: ResourceRequirements;
}

export interface ConnectorPlugin {
  /** Class of the connector. */
  readonly class?: string;
  /** `source` or `sink`. */
  readonly type?: string;
  /** Version of the connector. */
  readonly version?: string;
}

export interface ContainerTemplate {
  /** Further environment variables; those that the operator sets win. */
  readonly env?: readonly EnvVar[];
  /** Security settings of the container. */
  readonly securityContext?: SecurityContext;
  /** Further volumes to mount. */
  readonly volumeMounts?: readonly VolumeMount[];
}

export interface CruiseControlApiUsers {
  /** Format of the credentials: that of Jetty's HashLoginService. */
  readonly type: "hashLoginService";
  /** Where the credentials come from. */
  readonly valueFrom: SecretSource;
}

export interface CruiseControlSpec {
  /** Image of Cruise Control. */
  readonly image?: string;
  /** CPU and memory to reserve. */
  readonly resources?: ResourceRequirements;
  /** When it counts as alive. */
  readonly livenessProbe?: Probe;
  /** When it counts as ready. */
  readonly readinessProbe?: Probe;
  /** Options of the JVM. */
  readonly jvmOptions?: JvmOptions;
  /** What is logged. */
  readonly logging?: Logging;
  /** Changes to the Kubernetes objects that are made. */
  readonly template?: CruiseControlTemplate;
  /** What a broker can do, for planning. */
  readonly brokerCapacity?: BrokerCapacity;
  /** Cruise Control's settings, except those that the operator sets itself. */
  readonly config?: OpenObject;
  /** How metrics are exposed; only `jmxPrometheusExporter`. */
  readonly metricsConfig?: ExporterMetricsConfig;
  /** Further users of the REST API. */
  readonly apiUsers?: CruiseControlApiUsers;
  /** Rebalances that start by themselves when the cluster is scaled. */
  readonly autoRebalance?: readonly AutoRebalance[];
}

export interface CruiseControlTemplate {
  /** Deployment. */
  readonly deployment?: DeploymentTemplate;
  /** Pods. */
  readonly pod?: PodTemplate;
  /** Service of the REST API. */
  readonly apiService?: InternalServiceTemplate;
  /** Disruption budget. */
  readonly podDisruptionBudget?: PodDisruptionBudgetTemplate;
  /** Container of Cruise Control. */
  readonly cruiseControlContainer?: ContainerTemplate;
  /** Service account. */
  readonly serviceAccount?: ResourceTemplate;
}

export interface CsiVolumeSource {
  /** CSI driver that serves the volume. */
  readonly driver?: string;
  /** File system to mount. */
  readonly fsType?: string;
  /** Secret that is handed to the driver. */
  readonly nodePublishSecretRef?: LocalObjectReference;
  /** Whether it is mounted read-only. */
  readonly readOnly?: boolean;
  /** Settings for the driver. */
  readonly volumeAttributes?: Readonly<Record<string, string>>;
}

export interface DeploymentTemplate {
  /** Labels and annotations of the objects that are made. */
  readonly metadata?: MetadataTemplate;
  /** How pods are replaced. Default: `RollingUpdate`. */
  readonly deploymentStrategy?: "RollingUpdate" | "Recreate";
}

export interface EmptyDirVolumeSource {
  /** Where the directory lives: in memory, or on the node's disk if left out. */
  readonly medium?: "Memory";
  /** Size it may reach, such as `1Gi`. */
  readonly sizeLimit?: string;
}

export interface EntityOperatorSpec {
  /** Looks after KafkaTopics; without it nobody does. */
  readonly topicOperator?: TopicOperatorSpec;
  /** Looks after KafkaUsers; without it nobody does. */
  readonly userOperator?: UserOperatorSpec;
  /** Changes to the Kubernetes objects that are made. */
  readonly template?: EntityOperatorTemplate;
}

export interface EntityOperatorTemplate {
  /** Deployment. */
  readonly deployment?: DeploymentTemplate;
  /** Pods. */
  readonly pod?: PodTemplate;
  /** Container of the topic operator. */
  readonly topicOperatorContainer?: ContainerTemplate;
  /** Container of the user operator. */
  readonly userOperatorContainer?: ContainerTemplate;
  /** Service account. */
  readonly serviceAccount?: ResourceTemplate;
  /** Disruption budget. */
  readonly podDisruptionBudget?: PodDisruptionBudgetTemplate;
  /** Role. */
  readonly entityOperatorRole?: ResourceTemplate;
  /** Role binding of the topic operator. */
  readonly topicOperatorRoleBinding?: ResourceTemplate;
  /** Role binding of the user operator. */
  readonly userOperatorRoleBinding?: ResourceTemplate;
}

export interface EnvVar {
  /** Name of the variable. */
  readonly name?: string;
  /** Its value. */
  readonly value?: string;
  /** Where its value comes from. */
  readonly valueFrom?: EnvVarSource;
}

export interface EnvVarSource {
  /** Entry of a Secret. */
  readonly secretKeyRef?: KeySelector;
  /** Entry of a ConfigMap. */
  readonly configMapKeyRef?: KeySelector;
}

export interface ExporterMetricsConfig {
  /** What exposes the metrics: the Prometheus JMX exporter, or Strimzi's own reporter. */
  readonly type: "jmxPrometheusExporter" | "strimziMetricsReporter";
  /** ConfigMap with the exporter's configuration. */
  readonly valueFrom?: ConfigMapSource;
  /** Configuration of Strimzi's reporter. */
  readonly values?: MetricsReporterValues;
}

export interface GatewayParentRef {
  /** Kind of the parent; a Gateway as a rule. */
  readonly kind?: string;
  /** API group of the parent. */
  readonly group?: string;
  /** Name of the parent. */
  readonly name?: string;
  /** Namespace of the parent. */
  readonly namespace?: string;
  /** Port of the parent to attach to. */
  readonly port?: number;
  /** Section of the parent, such as a Gateway's listener. */
  readonly sectionName?: string;
}

export interface HostAlias {
  /** Host names for the address. */
  readonly hostnames?: readonly string[];
  /** The address. */
  readonly ip?: string;
}

export interface ImageVolumeSource {
  /** When the image is pulled: `Always`, `Never` or `IfNotPresent`. */
  readonly pullPolicy?: string;
  /** Image or artefact to mount. */
  readonly reference?: string;
}

export interface InternalServiceTemplate {
  /** Labels and annotations of the objects that are made. */
  readonly metadata?: MetadataTemplate;
  /** Whether the Service has one IP family or two: `PreferDualStack` takes two where the cluster has them, `RequireDualStack` fails without. */
  readonly ipFamilyPolicy?: "SingleStack" | "PreferDualStack" | "RequireDualStack";
  /** IP families of the Service; Kubernetes picks them by the policy if left out. */
  readonly ipFamilies?: readonly ("IPv4" | "IPv6")[];
}

export interface IpBlock {
  /** Address range that may connect. */
  readonly cidr?: string;
  /** Ranges within it that may not. */
  readonly except?: readonly string[];
}

export interface JmxAuthentication {
  /** How clients of JMX log in: with a user name and a password, without TLS. */
  readonly type: "password";
}

export interface JmxOptions {
  /** Who may use the JMX port; everybody if left out. */
  readonly authentication?: JmxAuthentication;
}

export interface JvmOptions {
  /** `-XX` options by name; `true` and `false` become `+` and `-`. */
  readonly "-XX"?: Readonly<Record<string, string>>;
  /** Largest heap, such as `2g`. */
  readonly "-Xmx"?: string;
  /** Heap to start with, such as `1g`. */
  readonly "-Xms"?: string;
  /** Whether garbage collections are logged. Default: false. */
  readonly gcLoggingEnabled?: boolean;
  /** System properties, passed as `-D`. */
  readonly javaSystemProperties?: readonly NameValue[];
}

export interface Kafka {
  /** Version of the API: `kafka.strimzi.io/v1`. */
  readonly apiVersion: string;
  readonly kind: "Kafka";
  /** Name, namespace, labels and annotations. */
  readonly metadata: ObjectMeta;
  /** What is wanted of the cluster. */
  readonly spec: KafkaSpec;
  /** What has become of the cluster; written by the controller, ignored in a file. */
  readonly status?: KafkaStatus;
}

export interface KafkaBridge {
  /** Version of the API: `kafka.strimzi.io/v1`. */
  readonly apiVersion: string;
  readonly kind: "KafkaBridge";
  /** Name, namespace, labels and annotations. */
  readonly metadata: ObjectMeta;
  /** What is wanted of the bridge. */
  readonly spec: KafkaBridgeSpec;
  /** What has become of the bridge; written by the controller, ignored in a file. */
  readonly status?: KafkaBridgeStatus;
}

export interface KafkaBridgeSpec {
  /** How many pods there are. */
  readonly replicas: number;
  /** Image of the bridge. */
  readonly image?: string;
  /** Where the Kafka is: `host:port,…`. */
  readonly bootstrapServers: string;
  /** TLS towards the Kafka. */
  readonly tls?: ClientTls;
  /** How the bridge logs in to the Kafka. */
  readonly authentication?: ClientAuthentication;
  /** Where and how the bridge speaks HTTP. */
  readonly http?: BridgeHttp;
  /** The bridge's Admin client. */
  readonly adminClient?: BridgeAdminClient;
  /** What clients consume with. */
  readonly consumer?: BridgeConsumer;
  /** What clients produce with. */
  readonly producer?: BridgeProducer;
  /** CPU and memory to reserve. */
  readonly resources?: ResourceRequirements;
  /** Options of the JVM. */
  readonly jvmOptions?: JvmOptions;
  /** What is logged. */
  readonly logging?: Logging;
  /** Image of the container that finds out the rack. */
  readonly clientRackInitImage?: string;
  /** How the bridge learns its rack, so as to fetch from near by. */
  readonly rack?: Rack;
  /** How metrics are exposed; not at all if left out. */
  readonly metricsConfig?: MetricsConfig;
  /** When the bridge counts as alive. */
  readonly livenessProbe?: Probe;
  /** When the bridge counts as ready. */
  readonly readinessProbe?: Probe;
  /** Changes to the Kubernetes objects that are made. */
  readonly template?: KafkaBridgeTemplate;
  /** How traces are made; not at all if left out. */
  readonly tracing?: Tracing;
  /** Further settings of the bridge, except those that the operator sets itself. */
  readonly config?: OpenObject;
}

export interface KafkaBridgeStatus {
  /** What is well and what is not. */
  readonly conditions?: readonly Condition[];
  /** Generation of the resource that this status is about. */
  readonly observedGeneration?: number;
  /** Where clients reach the bridge. */
  readonly url?: string;
  /** How many pods there are at present. */
  readonly replicas?: number;
  /** Selects the pods. */
  readonly labelSelector?: string;
}

export interface KafkaBridgeTemplate {
  /** Deployment. */
  readonly deployment?: DeploymentTemplate;
  /** Pods. */
  readonly pod?: PodTemplate;
  /** Service of the bridge. */
  readonly apiService?: InternalServiceTemplate;
  /** Disruption budget. */
  readonly podDisruptionBudget?: PodDisruptionBudgetTemplate;
  /** Container of the bridge. */
  readonly bridgeContainer?: ContainerTemplate;
  /** Cluster role binding. */
  readonly clusterRoleBinding?: ResourceTemplate;
  /** Service account. */
  readonly serviceAccount?: ResourceTemplate;
  /** Container that runs before the bridge. */
  readonly initContainer?: ContainerTemplate;
}

export interface KafkaClusterSpec {
  /** Version of Kafka; the newest that the operator knows if left out. */
  readonly version?: string;
  /** Version of the cluster's metadata; the one that belongs to `version` if left out. */
  readonly metadataVersion?: string;
  /** Image of the nodes, if not the operator's choice for `version`. */
  readonly image?: string;
  /** Where clients connect. */
  readonly listeners: readonly Listener[];
  /** Kafka's broker settings, except those that the operator sets itself. */
  readonly config?: OpenObject;
  /** Who may do what; everybody everything if left out. */
  readonly authorization?: Authorization;
  /** How brokers learn their rack. */
  readonly rack?: Rack;
  /** Image of the container that finds out the rack. */
  readonly brokerRackInitImage?: string;
  /** When a node counts as alive. */
  readonly livenessProbe?: Probe;
  /** When a node counts as ready. */
  readonly readinessProbe?: Probe;
  /** Options of the nodes' JVMs; a node pool can have its own. */
  readonly jvmOptions?: JvmOptions;
  /** Opens JMX. */
  readonly jmxOptions?: JmxOptions;
  /** How metrics are exposed; not at all if left out. */
  readonly metricsConfig?: MetricsConfig;
  /** What is logged. */
  readonly logging?: Logging;
  /** Changes to the Kubernetes objects that are made. */
  readonly template?: KafkaClusterTemplate;
  /** Keeps old segments elsewhere. */
  readonly tieredStorage?: TieredStorage;
  /** Limits for clients. */
  readonly quotas?: Quotas;
}

export interface KafkaClusterTemplate {
  /** Pods of the Kafka nodes. */
  readonly pod?: NodePodTemplate;
  /** Service for bootstrapping from within the cluster. */
  readonly bootstrapService?: InternalServiceTemplate;
  /** Headless Service of the nodes. */
  readonly brokersService?: InternalServiceTemplate;
  /** Service for bootstrapping from outside. */
  readonly externalBootstrapService?: ResourceTemplate;
  /** Services of single nodes for access from outside. */
  readonly perPodService?: ResourceTemplate;
  /** Route for bootstrapping from outside. */
  readonly externalBootstrapRoute?: ResourceTemplate;
  /** Routes of single nodes. */
  readonly perPodRoute?: ResourceTemplate;
  /** Ingress for bootstrapping from outside. */
  readonly externalBootstrapIngress?: ResourceTemplate;
  /** Ingresses of single nodes. */
  readonly perPodIngress?: ResourceTemplate;
  /** Claims on the nodes' storage. */
  readonly persistentVolumeClaim?: ResourceTemplate;
  /** Disruption budget of the nodes. */
  readonly podDisruptionBudget?: PodDisruptionBudgetTemplate;
  /** Container that runs Kafka. */
  readonly kafkaContainer?: ContainerTemplate;
  /** Container that runs before Kafka. */
  readonly initContainer?: ContainerTemplate;
  /** Secret with the certificate of the cluster's CA. */
  readonly clusterCaCert?: ResourceTemplate;
  /** Service account of the nodes. */
  readonly serviceAccount?: ResourceTemplate;
  /** Secret with the JMX credentials. */
  readonly jmxSecret?: ResourceTemplate;
  /** Cluster role binding of the nodes. */
  readonly clusterRoleBinding?: ResourceTemplate;
  /** Pod sets of the nodes. */
  readonly podSet?: ResourceTemplate;
}

export interface KafkaConnect {
  /** Version of the API: `kafka.strimzi.io/v1`. */
  readonly apiVersion: string;
  readonly kind: "KafkaConnect";
  /** Name, namespace, labels and annotations. */
  readonly metadata: ObjectMeta;
  /** What is wanted of the workers. */
  readonly spec: KafkaConnectSpec;
  /** What has become of the workers; written by the controller, ignored in a file. */
  readonly status?: KafkaConnectStatus;
}

export interface KafkaConnectSpec {
  /** Version of Kafka Connect; the newest that the operator knows if left out. */
  readonly version?: string;
  /** How many workers there are. */
  readonly replicas: number;
  /** Image of the workers, if not the operator's choice for `version`. */
  readonly image?: string;
  /** CPU and memory to reserve. */
  readonly resources?: ResourceRequirements;
  /** When a worker counts as alive. */
  readonly livenessProbe?: Probe;
  /** When a worker counts as ready. */
  readonly readinessProbe?: Probe;
  /** Options of the workers' JVMs. */
  readonly jvmOptions?: JvmOptions;
  /** Opens JMX. */
  readonly jmxOptions?: JmxOptions;
  /** What is logged. */
  readonly logging?: Logging;
  /** Image of the container that finds out the rack. */
  readonly clientRackInitImage?: string;
  /** How workers learn their rack, so as to fetch from near by. */
  readonly rack?: Rack;
  /** How metrics are exposed; not at all if left out. */
  readonly metricsConfig?: MetricsConfig;
  /** How traces are made; not at all if left out. */
  readonly tracing?: Tracing;
  /** Changes to the Kubernetes objects that are made. */
  readonly template?: KafkaConnectTemplate;
  /** Where the Kafka is that the workers belong to: `host:port,…`. */
  readonly bootstrapServers: string;
  /** Id of the group that the workers form. */
  readonly groupId: string;
  /** Topic that keeps the connectors' settings. */
  readonly configStorageTopic: string;
  /** Topic that keeps the state of connectors and tasks. */
  readonly statusStorageTopic: string;
  /** Topic that keeps how far source connectors are. */
  readonly offsetStorageTopic: string;
  /** TLS towards the Kafka. */
  readonly tls?: ClientTls;
  /** How the workers log in to the Kafka. */
  readonly authentication?: ClientAuthentication;
  /** Settings of the workers, except those that the operator sets itself. */
  readonly config?: OpenObject;
  /** Builds an image with further plug-ins. */
  readonly build?: ConnectBuild;
  /** Further plug-ins that are mounted. */
  readonly plugins?: readonly MountedPlugin[];
}

export interface KafkaConnectStatus {
  /** What is well and what is not. */
  readonly conditions?: readonly Condition[];
  /** Generation of the resource that this status is about. */
  readonly observedGeneration?: number;
  /** Where the REST API is. */
  readonly url?: string;
  /** Connectors that can be used. */
  readonly connectorPlugins?: readonly ConnectorPlugin[];
  /** How many workers there are at present. */
  readonly replicas?: number;
  /** Selects the workers' pods. */
  readonly labelSelector?: string;
}

export interface KafkaConnectTemplate {
  /** Pod set of the workers. */
  readonly podSet?: ResourceTemplate;
  /** Pods of the workers. */
  readonly pod?: NodePodTemplate;
  /** Service of the REST API. */
  readonly apiService?: InternalServiceTemplate;
  /** Headless Service of the workers. */
  readonly headlessService?: InternalServiceTemplate;
  /** Container that runs Kafka Connect. */
  readonly connectContainer?: ContainerTemplate;
  /** Container that runs before Kafka Connect. */
  readonly initContainer?: ContainerTemplate;
  /** Disruption budget of the workers. */
  readonly podDisruptionBudget?: PodDisruptionBudgetTemplate;
  /** Service account of the workers. */
  readonly serviceAccount?: ResourceTemplate;
  /** Cluster role binding of the workers. */
  readonly clusterRoleBinding?: ResourceTemplate;
  /** Pods that build images. */
  readonly buildPod?: PodTemplate;
  /** Container that builds images. */
  readonly buildContainer?: ContainerTemplate;
  /** BuildConfig that builds images on OpenShift. */
  readonly buildConfig?: BuildConfigTemplate;
  /** Service account of the pods that build images. */
  readonly buildServiceAccount?: ResourceTemplate;
  /** Secret with the JMX credentials. */
  readonly jmxSecret?: ResourceTemplate;
}

export interface KafkaConnector {
  /** Version of the API: `kafka.strimzi.io/v1`. */
  readonly apiVersion: string;
  readonly kind: "KafkaConnector";
  /** Name, namespace, labels and annotations. */
  readonly metadata: ObjectMeta;
  /** What is wanted of the connector. */
  readonly spec: KafkaConnectorSpec;
  /** What has become of the connector; written by the controller, ignored in a file. */
  readonly status?: KafkaConnectorStatus;
}

export interface KafkaConnectorSpec {
  /** Class of the connector. */
  readonly class?: string;
  /** How many tasks the connector may have. */
  readonly tasksMax?: number;
  /** What happens when the connector or a task fails. */
  readonly autoRestart?: AutoRestart;
  /** Version of the connector, or a range of versions. */
  readonly version?: string;
  /** Settings of the connector. */
  readonly config?: OpenObject;
  /** Whether the connector runs. Default: `running`. */
  readonly state?: "paused" | "stopped" | "running";
  /** How far the connector is, when that is asked for. */
  readonly listOffsets?: ListOffsets;
  /** How far the connector is to be from now on, when that is asked for. */
  readonly alterOffsets?: AlterOffsets;
}

export interface KafkaConnectorStatus {
  /** What is well and what is not. */
  readonly conditions?: readonly Condition[];
  /** Generation of the resource that this status is about. */
  readonly observedGeneration?: number;
  /** Restarts of what has failed. */
  readonly autoRestart?: AutoRestartStatus;
  /** What Kafka Connect says of the connector. */
  readonly connectorStatus?: OpenObject;
  /** How many tasks the connector may have. */
  readonly tasksMax?: number;
  /** Topics that the connector uses. */
  readonly topics?: readonly string[];
}

export interface KafkaExporterSpec {
  /** Image of the exporter. */
  readonly image?: string;
  /** Groups to report on. Default: `.*`. */
  readonly groupRegex?: string;
  /** Topics to report on. Default: `.*`. */
  readonly topicRegex?: string;
  /** Groups to leave out. */
  readonly groupExcludeRegex?: string;
  /** Topics to leave out. */
  readonly topicExcludeRegex?: string;
  /** CPU and memory to reserve. */
  readonly resources?: ResourceRequirements;
  /** Least severity that is logged: `info`, `debug` or `trace`. Default: `info`. */
  readonly logging?: string;
  /** When it counts as alive. */
  readonly livenessProbe?: Probe;
  /** When it counts as ready. */
  readonly readinessProbe?: Probe;
  /** Whether the exporter's Kafka client logs too. Default: false. */
  readonly enableSaramaLogging?: boolean;
  /** Whether groups without connected members are reported too. Default: true. */
  readonly showAllOffsets?: boolean;
  /** Changes to the Kubernetes objects that are made. */
  readonly template?: KafkaExporterTemplate;
}

export interface KafkaExporterTemplate {
  /** Deployment. */
  readonly deployment?: DeploymentTemplate;
  /** Pods. */
  readonly pod?: PodTemplate;
  /** Container of the exporter. */
  readonly container?: ContainerTemplate;
  /** Service account. */
  readonly serviceAccount?: ResourceTemplate;
  /** Disruption budget. */
  readonly podDisruptionBudget?: PodDisruptionBudgetTemplate;
}

export interface KafkaMirrorMaker2 {
  /** Version of the API: `kafka.strimzi.io/v1`. */
  readonly apiVersion: string;
  readonly kind: "KafkaMirrorMaker2";
  /** Name, namespace, labels and annotations. */
  readonly metadata: ObjectMeta;
  /** What is wanted of the mirrors. */
  readonly spec: KafkaMirrorMaker2Spec;
  /** What has become of the mirrors; written by the controller, ignored in a file. */
  readonly status?: KafkaMirrorMaker2Status;
}

export interface KafkaMirrorMaker2Spec {
  /** Version of Kafka Connect; the newest that the operator knows if left out. */
  readonly version?: string;
  /** How many workers there are. */
  readonly replicas: number;
  /** Image of the workers, if not the operator's choice for `version`. */
  readonly image?: string;
  /** CPU and memory to reserve. */
  readonly resources?: ResourceRequirements;
  /** When a worker counts as alive. */
  readonly livenessProbe?: Probe;
  /** When a worker counts as ready. */
  readonly readinessProbe?: Probe;
  /** Options of the workers' JVMs. */
  readonly jvmOptions?: JvmOptions;
  /** Opens JMX. */
  readonly jmxOptions?: JmxOptions;
  /** What is logged. */
  readonly logging?: Logging;
  /** Image of the container that finds out the rack. */
  readonly clientRackInitImage?: string;
  /** How workers learn their rack, so as to fetch from near by. */
  readonly rack?: Rack;
  /** How metrics are exposed; not at all if left out. */
  readonly metricsConfig?: MetricsConfig;
  /** How traces are made; not at all if left out. */
  readonly tracing?: Tracing;
  /** Changes to the Kubernetes objects that are made. */
  readonly template?: KafkaConnectTemplate;
  /** Cluster that is copied to, and that the workers belong to. */
  readonly target: MirrorTarget;
  /** What is copied. */
  readonly mirrors: readonly Mirror[];
}

export interface KafkaMirrorMaker2Status {
  /** What is well and what is not. */
  readonly conditions?: readonly Condition[];
  /** Generation of the resource that this status is about. */
  readonly observedGeneration?: number;
  /** Where the REST API is. */
  readonly url?: string;
  /** Connectors that can be used. */
  readonly connectorPlugins?: readonly ConnectorPlugin[];
  /** How many workers there are at present. */
  readonly replicas?: number;
  /** Selects the workers' pods. */
  readonly labelSelector?: string;
  /** What Kafka Connect says of the connectors. */
  readonly connectors?: readonly OpenObject[];
  /** Restarts of what has failed. */
  readonly autoRestartStatuses?: readonly AutoRestartStatus[];
}

export interface KafkaNodePool {
  /** Version of the API: `kafka.strimzi.io/v1`. */
  readonly apiVersion: string;
  readonly kind: "KafkaNodePool";
  /** Name, namespace, labels and annotations. */
  readonly metadata: ObjectMeta;
  /** What is wanted of the pool. */
  readonly spec: KafkaNodePoolSpec;
  /** What has become of the pool; written by the controller, ignored in a file. */
  readonly status?: KafkaNodePoolStatus;
}

export interface KafkaNodePoolSpec {
  /** How many nodes the pool has. */
  readonly replicas: number;
  /** Where the nodes keep their data. */
  readonly storage: Storage;
  /** What the nodes are: brokers, controllers, or both. */
  readonly roles: readonly ("controller" | "broker")[];
  /** CPU and memory to reserve. */
  readonly resources?: ResourceRequirements;
  /** Options of the nodes' JVMs, instead of those of the Kafka. */
  readonly jvmOptions?: JvmOptions;
  /** Changes to the Kubernetes objects that are made, instead of those of the Kafka. */
  readonly template?: KafkaNodePoolTemplate;
}

export interface KafkaNodePoolStatus {
  /** What is well and what is not. */
  readonly conditions?: readonly Condition[];
  /** Generation of the resource that this status is about. */
  readonly observedGeneration?: number;
  /** Ids of the pool's nodes. */
  readonly nodeIds?: readonly number[];
  /** The cluster's id. */
  readonly clusterId?: string;
  /** What the nodes are at present. */
  readonly roles?: readonly ("controller" | "broker")[];
  /** How many nodes there are at present. */
  readonly replicas?: number;
  /** Selects the pool's pods. */
  readonly labelSelector?: string;
}

export interface KafkaNodePoolTemplate {
  /** Pod set of the nodes. */
  readonly podSet?: ResourceTemplate;
  /** Pods of the nodes. */
  readonly pod?: NodePodTemplate;
  /** Services of single nodes for access from outside. */
  readonly perPodService?: ResourceTemplate;
  /** Routes of single nodes. */
  readonly perPodRoute?: ResourceTemplate;
  /** Ingresses of single nodes. */
  readonly perPodIngress?: ResourceTemplate;
  /** Claims on the nodes' storage. */
  readonly persistentVolumeClaim?: ResourceTemplate;
  /** Container that runs Kafka. */
  readonly kafkaContainer?: ContainerTemplate;
  /** Container that runs before Kafka. */
  readonly initContainer?: ContainerTemplate;
}

export interface KafkaRebalance {
  /** Version of the API: `kafka.strimzi.io/v1`. */
  readonly apiVersion: string;
  readonly kind: "KafkaRebalance";
  /** Name, namespace, labels and annotations. */
  readonly metadata: ObjectMeta;
  /** What is wanted of the rebalance. */
  readonly spec: KafkaRebalanceSpec;
  /** What has become of the rebalance; written by the controller, ignored in a file. */
  readonly status?: KafkaRebalanceStatus;
}

export interface KafkaRebalanceSpec {
  /** What is rebalanced: everything, what brokers have come for, what is on brokers that are to go, or what is on volumes that are. Default: `full`. */
  readonly mode?: "full" | "add-brokers" | "remove-brokers" | "remove-disks";
  /** Ids of the brokers that have come, or are to go. */
  readonly brokers?: readonly number[];
  /** What is aimed at, the most important first; what the Kafka says if left out. */
  readonly goals?: readonly string[];
  /** Whether goals that the Kafka demands may be missed. Default: false. */
  readonly skipHardGoalCheck?: boolean;
  /** Whether only volumes of one and the same broker are balanced. Default: false. */
  readonly rebalanceDisk?: boolean;
  /** Regular expression of topics that stay where they are. */
  readonly excludedTopics?: string;
  /** How many replicas a broker gives or takes at a time. Default: 5. */
  readonly concurrentPartitionMovementsPerBroker?: number;
  /** How many replicas move between volumes of a broker at a time. Default: 2. */
  readonly concurrentIntraBrokerPartitionMovements?: number;
  /** How many leaders change at a time. Default: 1000. */
  readonly concurrentLeaderMovements?: number;
  /** Bytes in a second that moving replicas may take; without limit if left out. */
  readonly replicationThrottle?: number;
  /** What says which replica moves first: classes of Cruise Control. */
  readonly replicaMovementStrategies?: readonly string[];
  /** For the mode `remove-disks`: volumes that are to be emptied. */
  readonly moveReplicasOffVolumes?: readonly BrokerVolumes[];
}

export interface KafkaRebalanceStatus {
  /** What is well and what is not. */
  readonly conditions?: readonly Condition[];
  /** Generation of the resource that this status is about. */
  readonly observedGeneration?: number;
  /** Id by which Cruise Control knows it. */
  readonly sessionId?: string;
  /** How far it is. */
  readonly progress?: RebalanceProgress;
  /** What is proposed, in figures. */
  readonly optimizationResult?: OpenObject;
}

export interface KafkaSpec {
  /** The Kafka cluster itself. */
  readonly kafka: KafkaClusterSpec;
  /** What looks after topics and users. */
  readonly entityOperator?: EntityOperatorSpec;
  /** The CA of the cluster's own certificates. */
  readonly clusterCa?: CertificateAuthority;
  /** The CA of the clients' certificates. */
  readonly clientsCa?: CertificateAuthority;
  /** Runs Cruise Control, which rebalances partitions. */
  readonly cruiseControl?: CruiseControlSpec;
  /** Runs the exporter, which reports on lag. */
  readonly kafkaExporter?: KafkaExporterSpec;
  /** When pods may be restarted for certificates, as cron expressions. */
  readonly maintenanceTimeWindows?: readonly string[];
}

export interface KafkaStatus {
  /** What is well and what is not. */
  readonly conditions?: readonly Condition[];
  /** Generation of the resource that this status is about. */
  readonly observedGeneration?: number;
  /** Addresses of the listeners. */
  readonly listeners?: readonly ListenerStatus[];
  /** Node pools of this cluster. */
  readonly kafkaNodePools?: readonly LocalObjectReference[];
  /** The cluster's id. */
  readonly clusterId?: string;
  /** Version of the operator that succeeded last. */
  readonly operatorLastSuccessfulVersion?: string;
  /** Version of Kafka that runs. */
  readonly kafkaVersion?: string;
  /** Version of the cluster's metadata. */
  readonly kafkaMetadataVersion?: string;
  /** State of rebalances that start by themselves. */
  readonly autoRebalance?: AutoRebalanceStatus;
  /** Encryption and authentication between the nodes as they are now. */
  readonly clusterSecurity?: OpenObject;
}

export interface KafkaTopic {
  /** Version of the API: `kafka.strimzi.io/v1`. */
  readonly apiVersion: string;
  readonly kind: "KafkaTopic";
  /** Name, namespace, labels and annotations. */
  readonly metadata: ObjectMeta;
  /** What is wanted of the topic. */
  readonly spec: KafkaTopicSpec;
  /** What has become of the topic; written by the controller, ignored in a file. */
  readonly status?: KafkaTopicStatus;
}

export interface KafkaTopicSpec {
  /** Name of the topic, if `metadata.name` cannot be it; stays what it was at creation. */
  readonly topicName?: string;
  /** Number of partitions; can grow, never shrink. `num.partitions` of the brokers if left out. */
  readonly partitions?: number;
  /** Replicas of each partition. `default.replication.factor` of the brokers if left out. */
  readonly replicas?: number;
  /** Settings of the topic, by Kafka's names. */
  readonly config?: OpenObject;
}

export interface KafkaTopicStatus {
  /** What is well and what is not. */
  readonly conditions?: readonly Condition[];
  /** Generation of the resource that this status is about. */
  readonly observedGeneration?: number;
  /** Name of the topic. */
  readonly topicName?: string;
  /** Id of the topic; another one after it was deleted and created again. */
  readonly topicId?: string;
  /** State of a change of the replicas. */
  readonly replicasChange?: ReplicasChangeStatus;
}

export interface KafkaUser {
  /** Version of the API: `kafka.strimzi.io/v1`. */
  readonly apiVersion: string;
  readonly kind: "KafkaUser";
  /** Name, namespace, labels and annotations. */
  readonly metadata: ObjectMeta;
  /** What is wanted of the user. */
  readonly spec: KafkaUserSpec;
  /** What has become of the user; written by the controller, ignored in a file. */
  readonly status?: KafkaUserStatus;
}

export interface KafkaUserSpec {
  /** How the user proves who it is; no credentials are made if left out. */
  readonly authentication?: UserAuthentication;
  /** What the user may do; it has no ACLs if left out. */
  readonly authorization?: UserAuthorization;
  /** Limits for the user. */
  readonly quotas?: UserQuotas;
  /** Changes to the Kubernetes objects that are made. */
  readonly template?: KafkaUserTemplate;
}

export interface KafkaUserStatus {
  /** What is well and what is not. */
  readonly conditions?: readonly Condition[];
  /** Generation of the resource that this status is about. */
  readonly observedGeneration?: number;
  /** Name by which Kafka knows the user. */
  readonly username?: string;
  /** Name of the Secret that holds the user's credentials. */
  readonly secret?: string;
}

export interface KafkaUserTemplate {
  /** Secret with the user's credentials. */
  readonly secret?: ResourceTemplate;
}

export interface KeySelector {
  /** Entry to take. */
  readonly key?: string;
  /** Name of the Secret or ConfigMap, in the same namespace. */
  readonly name?: string;
  /** Whether the entry may be missing. */
  readonly optional?: boolean;
}

export interface KeyToPath {
  /** Entry to project. */
  readonly key?: string;
  /** Permissions of the file, such as 0644. */
  readonly mode?: number;
  /** Path of the file within the volume. */
  readonly path?: string;
}

export interface LabelSelector {
  /** Requirements that all have to be met. */
  readonly matchExpressions?: readonly SelectorRequirement[];
  /** Labels that all have to be there with these values. */
  readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface ListOffsets {
  /** ConfigMap to write them to. */
  readonly toConfigMap: LocalObjectReference;
}

export interface Listener {
  /** Name of the listener, unique within the cluster: 1 to 11 lower-case letters and digits. */
  readonly name: string;
  /** Port of the listener, unique within the cluster; 9404 and 9999 are taken by Prometheus and JMX. */
  readonly port: number;
  /** How clients reach it: within the cluster (`internal`, `cluster-ip`), or from outside by one of the other ways. */
  readonly type: "internal" | "route" | "tlsroute" | "loadbalancer" | "nodeport" | "ingress" | "cluster-ip";
  /** Whether connections are encrypted; `route` and `ingress` cannot do without. */
  readonly tls: boolean;
  /** How clients prove who they are; not at all if left out. */
  readonly authentication?: ListenerAuthentication;
  /** Further settings of the listener. */
  readonly configuration?: ListenerConfiguration;
  /** Who may connect, as a network policy; everybody if left out. */
  readonly networkPolicyPeers?: readonly NetworkPolicyPeer[];
}

export interface ListenerAddress {
  /** Host to connect to. */
  readonly host?: string;
  /** Port to connect to. */
  readonly port?: number;
}

export interface ListenerAuthentication {
  /** For the type `custom`: Kafka's settings of this listener, without the prefix `listener.name.<name>`. */
  readonly listenerConfig?: OpenObject;
  /** For the type `custom`: whether the listener speaks SASL. */
  readonly sasl?: boolean;
  /** How clients prove who they are; `tls` needs a listener with TLS. */
  readonly type: "tls" | "scram-sha-512" | "custom";
}

export interface ListenerBootstrap {
  /** Further names for the certificate of the bootstrap address. */
  readonly alternativeNames?: readonly string[];
  /** Host name of the bootstrap address, for the types `route`, `tlsroute` and `ingress`. */
  readonly host?: string;
  /** Port on every node, for the types `nodeport` and `loadbalancer`. */
  readonly nodePort?: number;
  /** Address to ask the load balancer for, where the platform can do it. */
  readonly loadBalancerIP?: string;
  /** Annotations of the Service, Route or Ingress, for example for a DNS controller. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Labels of the Service, Route or Ingress. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Addresses from outside that lead to the node port, for the type `nodeport`. */
  readonly externalIPs?: readonly string[];
}

export interface ListenerBroker {
  /** Id of the broker that this entry is about. */
  readonly broker: number;
  /** Host that clients are told to connect to. */
  readonly advertisedHost?: string;
  /** Port that clients are told to connect to. */
  readonly advertisedPort?: number;
  /** Host name of the broker, for the types `route`, `tlsroute` and `ingress`. */
  readonly host?: string;
  /** Port on every node, for the types `nodeport` and `loadbalancer`. */
  readonly nodePort?: number;
  /** Address to ask the load balancer for, where the platform can do it. */
  readonly loadBalancerIP?: string;
  /** Annotations of the Service, Route or Ingress, for example for a DNS controller. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Labels of the Service, Route or Ingress. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Addresses from outside that lead to the node port, for the type `nodeport`. */
  readonly externalIPs?: readonly string[];
}

export interface ListenerConfiguration {
  /** A certificate of your own for this listener; needs TLS. */
  readonly brokerCertChainAndKey?: CertAndKeySource;
  /** Class of the Ingress or the load balancer, if it is not the default one. */
  readonly class?: string;
  /** Whether traffic goes to any node (`Cluster`) or stays on the node it came to (`Local`), which keeps the client's address. */
  readonly externalTrafficPolicy?: "Local" | "Cluster";
  /** Address ranges that may connect through the load balancer. */
  readonly loadBalancerSourceRanges?: readonly string[];
  /** Settings of the bootstrap address. */
  readonly bootstrap?: ListenerBootstrap;
  /** Settings of single brokers. */
  readonly brokers?: readonly ListenerBroker[];
  /** Whether the Service has one IP family or two: `PreferDualStack` takes two where the cluster has them, `RequireDualStack` fails without. */
  readonly ipFamilyPolicy?: "SingleStack" | "PreferDualStack" | "RequireDualStack";
  /** IP families of the Service; Kubernetes picks them by the policy if left out. */
  readonly ipFamilies?: readonly ("IPv4" | "IPv6")[];
  /** Whether a bootstrap Service is made, for the type `loadbalancer`. Default: true. */
  readonly createBootstrapService?: boolean;
  /** Finalizers of the Services, for the type `loadbalancer`. */
  readonly finalizers?: readonly string[];
  /** Whether advertised addresses end in the cluster's DNS domain, for `internal` and `cluster-ip`. Default: false. */
  readonly useServiceDnsDomain?: boolean;
  /** Connections that a broker accepts on this listener at the same time. */
  readonly maxConnections?: number;
  /** New connections that a broker accepts on this listener in a second. */
  readonly maxConnectionCreationRate?: number;
  /** Which of a node's addresses is advertised first, for the type `nodeport`. */
  readonly preferredNodePortAddressType?: "ExternalIP" | "ExternalDNS" | "InternalIP" | "InternalDNS" | "Hostname";
  /** Whether pods that are not ready can be reached already. Default: false. */
  readonly publishNotReadyAddresses?: boolean;
  /** Annotations for each broker; `{nodeId}` and `{nodePodName}` in the values are replaced. */
  readonly perBrokerAnnotationsTemplate?: Readonly<Record<string, string>>;
  /** Labels for each broker; `{nodeId}` and `{nodePodName}` in the values are replaced. */
  readonly perBrokerLabelsTemplate?: Readonly<Record<string, string>>;
  /** Host name of each broker; `{nodeId}` and `{nodePodName}` are replaced. */
  readonly hostTemplate?: string;
  /** Advertised host of each broker; `{nodeId}` and `{nodePodName}` are replaced. */
  readonly advertisedHostTemplate?: string;
  /** Advertised port of each broker as a small formula of `{nodeId}`, such as `9000 + {nodeId}`. */
  readonly advertisedPortTemplate?: string;
  /** Whether load balancer Services get node ports too. */
  readonly allocateLoadBalancerNodePorts?: boolean;
  /** Gateways that the routes attach to, for the type `tlsroute`. */
  readonly parentRefs?: readonly GatewayParentRef[];
}

export interface ListenerStatus {
  /** Name of the listener. */
  readonly name?: string;
  /** Where it can be reached. */
  readonly addresses?: readonly ListenerAddress[];
  /** The same as a list for Kafka clients: `host:port,…`. */
  readonly bootstrapServers?: string;
  /** Certificates by which clients know the server, if the listener has TLS. */
  readonly certificates?: readonly string[];
}

export interface LocalObjectReference {
  /** Name of the object, in the same namespace. */
  readonly name?: string;
}

export interface Logging {
  /** Levels by logger, for the type `inline`. */
  readonly loggers?: Readonly<Record<string, string>>;
  /** Whether the levels stand here or in a ConfigMap. */
  readonly type: "inline" | "external";
  /** ConfigMap with the logging configuration, for the type `external`. */
  readonly valueFrom?: ConfigMapSource;
}

export interface MavenMirror {
  /** Address of the mirror. */
  readonly url: string;
}

export interface MetadataTemplate {
  /** Labels to add. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations to add. */
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface MetricsConfig {
  /** What exposes the metrics: the Prometheus JMX exporter, or Strimzi's own reporter. */
  readonly type: "jmxPrometheusExporter" | "strimziMetricsReporter";
  /** ConfigMap with the exporter's configuration. */
  readonly valueFrom?: ConfigMapSource;
  /** Configuration of Strimzi's reporter. */
  readonly values?: MetricsReporterValues;
}

export interface MetricsReporterValues {
  /** Regular expressions of the metrics to collect; at least one. */
  readonly allowList?: readonly string[];
}

export interface Mirror {
  /** Cluster that is copied from. */
  readonly source: MirrorSource;
  /** Connector that copies records. */
  readonly sourceConnector?: MirrorConnector;
  /** Connector that copies how far groups are. */
  readonly checkpointConnector?: MirrorConnector;
  /** Regular expression, or a list, of topics that are copied. */
  readonly topicsPattern?: string;
  /** Regular expression, or a list, of topics that are not. */
  readonly topicsExcludePattern?: string;
  /** Regular expression, or a list, of groups that are copied. */
  readonly groupsPattern?: string;
  /** Regular expression, or a list, of groups that are not. */
  readonly groupsExcludePattern?: string;
}

export interface MirrorConnector {
  /** How many tasks the connector may have. */
  readonly tasksMax?: number;
  /** What happens when the connector or a task fails. */
  readonly autoRestart?: AutoRestart;
  /** Version of the connector, or a range of versions. */
  readonly version?: string;
  /** Settings of the connector. */
  readonly config?: OpenObject;
  /** Whether the connector runs. Default: `running`. */
  readonly state?: "paused" | "stopped" | "running";
  /** How far the connector is, when that is asked for. */
  readonly listOffsets?: ListOffsets;
  /** How far the connector is to be from now on, when that is asked for. */
  readonly alterOffsets?: AlterOffsets;
}

export interface MirrorSource {
  /** What the cluster is called here: up to 100 letters, digits, `.`, `_` and `-`. */
  readonly alias: string;
  /** Where the cluster is: `host:port,…`. */
  readonly bootstrapServers: string;
  /** TLS towards the cluster. */
  readonly tls?: ClientTls;
  /** How to log in to the cluster. */
  readonly authentication?: ClientAuthentication;
  /** Settings of clients of the cluster, except those that the operator sets itself. */
  readonly config?: OpenObject;
}

export interface MirrorTarget {
  /** What the cluster is called here: up to 100 letters, digits, `.`, `_` and `-`. */
  readonly alias: string;
  /** Where the cluster is: `host:port,…`. */
  readonly bootstrapServers: string;
  /** TLS towards the cluster. */
  readonly tls?: ClientTls;
  /** How to log in to the cluster. */
  readonly authentication?: ClientAuthentication;
  /** Settings of clients of the cluster, except those that the operator sets itself. */
  readonly config?: OpenObject;
  /** Id of the group that the workers form. */
  readonly groupId: string;
  /** Topic that keeps the connectors' settings. */
  readonly configStorageTopic: string;
  /** Topic that keeps the state of connectors and tasks. */
  readonly statusStorageTopic: string;
  /** Topic that keeps how far source connectors are. */
  readonly offsetStorageTopic: string;
}

export interface MountedArtifact {
  /** When the image is pulled: `Always`, `Never` or `IfNotPresent`. */
  readonly pullPolicy?: string;
  /** Name of the image. */
  readonly reference: string;
  /** What it is. */
  readonly type: "image";
}

export interface MountedPlugin {
  /** Name of the plug-in, unique within the KafkaConnect: lower-case letters, digits, `-` and `_`. */
  readonly name: string;
  /** Images that are mounted. */
  readonly artifacts: readonly MountedArtifact[];
}

export interface NameValue {
  /** Name. */
  readonly name?: string;
  /** Value. */
  readonly value?: string;
}

export interface NetworkPolicyPeer {
  /** Addresses that may connect. */
  readonly ipBlock?: IpBlock;
  /** Namespaces whose pods may connect. */
  readonly namespaceSelector?: LabelSelector;
  /** Pods that may connect. */
  readonly podSelector?: LabelSelector;
}

export interface NodeAffinity {
  /** Nodes to prefer. */
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly PreferredSchedulingTerm[];
  /** Nodes that alone are allowed. */
  readonly requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector;
}

export interface NodePodTemplate {
  /** Labels and annotations of the objects that are made. */
  readonly metadata?: MetadataTemplate;
  /** Secrets with which images are pulled; they replace the operator's own. */
  readonly imagePullSecrets?: readonly LocalObjectReference[];
  /** Security settings of the pod. */
  readonly securityContext?: PodSecurityContext;
  /** Seconds between asking the pod to stop and killing it; a large broker needs more. Default: 30. */
  readonly terminationGracePeriodSeconds?: number;
  /** Nodes and pods to be close to or away from. */
  readonly affinity?: Affinity;
  /** Taints that the pod tolerates. */
  readonly tolerations?: readonly Toleration[];
  /** How pods are spread over places. */
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[];
  /** Priority class of the pod. */
  readonly priorityClassName?: string;
  /** Scheduler that places the pod; the default one if left out. */
  readonly schedulerName?: string;
  /** Further entries of the pod's hosts file. */
  readonly hostAliases?: readonly HostAlias[];
  /** Where the pod's resolver settings come from. Default: `ClusterFirst`. */
  readonly dnsPolicy?: "ClusterFirst" | "ClusterFirstWithHostNet" | "Default" | "None";
  /** Resolver settings, merged with those of `dnsPolicy`. */
  readonly dnsConfig?: PodDnsConfig;
  /** Whether the pod gets environment variables for the Services of its namespace. */
  readonly enableServiceLinks?: boolean;
  /** Size of `/tmp`, which is held in memory. Default: `5Mi`. */
  readonly tmpDirSizeLimit?: string;
  /** Further volumes that containers may mount. */
  readonly volumes?: readonly AdditionalVolume[];
  /** Whether the pod runs in the host's user namespace. Default: true. */
  readonly hostUsers?: boolean;
  /** Further volumes that differ from node to node. */
  readonly templatedVolumes?: readonly TemplatedVolume[];
}

export interface NodeSelector {
  /** Terms of which one has to match. */
  readonly nodeSelectorTerms?: readonly NodeSelectorTerm[];
}

export interface NodeSelectorTerm {
  /** Requirements on a node's labels. */
  readonly matchExpressions?: readonly SelectorRequirement[];
  /** Requirements on a node's fields. */
  readonly matchFields?: readonly SelectorRequirement[];
}

export interface ObjectMeta {
  /** Name of the resource, unique for its kind within the namespace. */
  readonly name: string;
  /** Namespace of the resource. */
  readonly namespace?: string;
  /** Labels, by which resources find each other; `strimzi.io/cluster` names the Kafka that a pool, a topic or a user belongs to. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations: notes for tools and operators. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Prefix from which the API server makes a name. */
  readonly generateName?: string;
  /** What has to finish before the object is really deleted. */
  readonly finalizers?: readonly string[];
  /** Objects whose deletion deletes this one. */
  readonly ownerReferences?: readonly OwnerReference[];
  /** Unique id, given by the API server. */
  readonly uid?: string;
  /** Version of the stored object, given by the API server. */
  readonly resourceVersion?: string;
  /** Counts the changes of `spec`, given by the API server. */
  readonly generation?: number;
  /** When the object was created, given by the API server. */
  readonly creationTimestamp?: string;
  /** When the object is to be gone, given by the API server. */
  readonly deletionTimestamp?: string;
  /** Seconds the object may take to terminate, given by the API server. */
  readonly deletionGracePeriodSeconds?: number;
  /** No longer filled in by any API server. */
  readonly selfLink?: string;
  /** Who set which field, kept by the API server. */
  readonly managedFields?: readonly OpenObject[];
}

export interface OwnerReference {
  /** API version of the owner. */
  readonly apiVersion?: string;
  /** Kind of the owner. */
  readonly kind?: string;
  /** Name of the owner. */
  readonly name?: string;
  /** Unique id of the owner. */
  readonly uid?: string;
  /** Whether the owner is the one that manages this object. */
  readonly controller?: boolean;
  /** Whether the owner stays until this object is gone. */
  readonly blockOwnerDeletion?: boolean;
}

export interface PasswordSecretSource {
  /** Name of the Secret. */
  readonly secretName: string;
  /** Entry with the password. */
  readonly password: string;
}

export interface PersistentVolumeClaimVolumeSource {
  /** Name of the claim. */
  readonly claimName?: string;
  /** Whether it is mounted read-only. */
  readonly readOnly?: boolean;
}

export interface PodAffinity {
  /** Rules to follow where possible. */
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly WeightedPodAffinityTerm[];
  /** Rules that have to be met. */
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[];
}

export interface PodAffinityTerm {
  /** Pods that are meant, by their labels. */
  readonly labelSelector?: LabelSelector;
  /** Label keys whose values are taken from the incoming pod and have to match. */
  readonly matchLabelKeys?: readonly string[];
  /** Label keys whose values are taken from the incoming pod and must not match. */
  readonly mismatchLabelKeys?: readonly string[];
  /** Namespaces that are meant, by their labels. */
  readonly namespaceSelector?: LabelSelector;
  /** Namespaces that are meant, by name. */
  readonly namespaces?: readonly string[];
  /** Node label whose equal values make up one place. */
  readonly topologyKey?: string;
}

export interface PodDisruptionBudgetTemplate {
  /** Labels and annotations of the objects that are made. */
  readonly metadata?: MetadataTemplate;
  /** Pods that may be evicted at the same time; 0 forbids every voluntary eviction. Default: 1. */
  readonly maxUnavailable?: number;
}

export interface PodDnsConfig {
  /** Addresses of further name servers. */
  readonly nameservers?: readonly string[];
  /** Resolver options. */
  readonly options?: readonly NameValue[];
  /** Further domains to search. */
  readonly searches?: readonly string[];
}

export interface PodSecurityContext {
  /** AppArmor profile of all containers. */
  readonly appArmorProfile?: SecurityProfile;
  /** Group that owns the pod's volumes. */
  readonly fsGroup?: number;
  /** When the owner of a volume is changed: `OnRootMismatch` or `Always`. */
  readonly fsGroupChangePolicy?: string;
  /** Group to run as. */
  readonly runAsGroup?: number;
  /** Whether a container that would run as root is refused. */
  readonly runAsNonRoot?: boolean;
  /** User to run as. */
  readonly runAsUser?: number;
  /** How volumes are labelled for SELinux: `MountOption` or `Recursive`. */
  readonly seLinuxChangePolicy?: string;
  /** SELinux context of all containers. */
  readonly seLinuxOptions?: SeLinuxOptions;
  /** Seccomp profile of all containers. */
  readonly seccompProfile?: SecurityProfile;
  /** Further groups of the first process. */
  readonly supplementalGroups?: readonly number[];
  /** Whether groups of the image count too: `Merge` or `Strict`. */
  readonly supplementalGroupsPolicy?: string;
  /** Kernel parameters of the pod's namespaces. */
  readonly sysctls?: readonly NameValue[];
  /** Settings for Windows nodes. */
  readonly windowsOptions?: WindowsSecurityContextOptions;
}

export interface PodTemplate {
  /** Labels and annotations of the objects that are made. */
  readonly metadata?: MetadataTemplate;
  /** Secrets with which images are pulled; they replace the operator's own. */
  readonly imagePullSecrets?: readonly LocalObjectReference[];
  /** Security settings of the pod. */
  readonly securityContext?: PodSecurityContext;
  /** Seconds between asking the pod to stop and killing it; a large broker needs more. Default: 30. */
  readonly terminationGracePeriodSeconds?: number;
  /** Nodes and pods to be close to or away from. */
  readonly affinity?: Affinity;
  /** Taints that the pod tolerates. */
  readonly tolerations?: readonly Toleration[];
  /** How pods are spread over places. */
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[];
  /** Priority class of the pod. */
  readonly priorityClassName?: string;
  /** Scheduler that places the pod; the default one if left out. */
  readonly schedulerName?: string;
  /** Further entries of the pod's hosts file. */
  readonly hostAliases?: readonly HostAlias[];
  /** Where the pod's resolver settings come from. Default: `ClusterFirst`. */
  readonly dnsPolicy?: "ClusterFirst" | "ClusterFirstWithHostNet" | "Default" | "None";
  /** Resolver settings, merged with those of `dnsPolicy`. */
  readonly dnsConfig?: PodDnsConfig;
  /** Whether the pod gets environment variables for the Services of its namespace. */
  readonly enableServiceLinks?: boolean;
  /** Size of `/tmp`, which is held in memory. Default: `5Mi`. */
  readonly tmpDirSizeLimit?: string;
  /** Further volumes that containers may mount. */
  readonly volumes?: readonly AdditionalVolume[];
  /** Whether the pod runs in the host's user namespace. Default: true. */
  readonly hostUsers?: boolean;
}

export interface PreferredSchedulingTerm {
  /** Nodes that are preferred. */
  readonly preference?: NodeSelectorTerm;
  /** How strongly, from 1 to 100. */
  readonly weight?: number;
}

export interface Probe {
  /** Seconds to wait before the first check. Default: 15. */
  readonly initialDelaySeconds?: number;
  /** Seconds after which a check counts as failed. Default: 5. */
  readonly timeoutSeconds?: number;
  /** Seconds between two checks. Default: 10. */
  readonly periodSeconds?: number;
  /** Good checks in a row after which it is well again; 1 for liveness. Default: 1. */
  readonly successThreshold?: number;
  /** Failed checks in a row after which it counts as failed. Default: 3. */
  readonly failureThreshold?: number;
}

export interface Quotas {
  /** Bytes that consumers may fetch from a broker in a second. */
  readonly consumerByteRate?: number;
  /** For the type `kafka`: partitions that may be created or deleted in a second. */
  readonly controllerMutationRate?: number;
  /** For the type `strimzi`: principals without a limit, each as `User:<name>`. */
  readonly excludedPrincipals?: readonly string[];
  /** For the type `strimzi`: free bytes of a volume below which nothing may be produced. */
  readonly minAvailableBytesPerVolume?: number;
  /** For the type `strimzi`: the same as a share of the volume, from 0 to 1. */
  readonly minAvailableRatioPerVolume?: number;
  /** Bytes that producers may send to a broker in a second. */
  readonly producerByteRate?: number;
  /** For the type `kafka`: share of the network and I/O threads that a client may use. */
  readonly requestPercentage?: number;
  /** `kafka`: Kafka's quotas for each client; `strimzi`: quotas for all clients together, and a guard against full disks. */
  readonly type: "kafka" | "strimzi";
}

export interface Rack {
  /** For the type `environment-variable`: variable that holds the rack's id. */
  readonly envVarName?: string;
  /** For the type `topology-label`: label of the nodes that holds the rack's id. */
  readonly topologyKey?: string;
  /** Where the rack's id comes from. Default: `topology-label`. */
  readonly type?: "topology-label" | "environment-variable";
}

export interface RebalanceProgress {
  /** ConfigMap that tells how far it is. */
  readonly rebalanceProgressConfigMap?: string;
}

export interface RemoteStorageManager {
  /** Class that stores segments elsewhere. */
  readonly className?: string;
  /** Class path of that class. */
  readonly classPath?: string;
  /** Its settings, without the prefix `rsm.config.`. */
  readonly config?: Readonly<Record<string, string>>;
}

export interface ReplicasChangeStatus {
  /** Replicas that were asked for. */
  readonly targetReplicas?: number;
  /** `pending`: asked for; `ongoing`: under way. */
  readonly state?: "pending" | "ongoing";
  /** What there is to say about it. */
  readonly message?: string;
  /** Id by which Cruise Control knows the change. */
  readonly sessionId?: string;
}

export interface ResourceClaim {
  /** Name of an entry in the pod's resource claims. */
  readonly name?: string;
  /** Which request of the claim is meant; all of them if left out. */
  readonly request?: string;
}

export interface ResourceRequirements {
  /** Claims on devices that the container uses. */
  readonly claims?: readonly ResourceClaim[];
  /** The most it may use, by resource. */
  readonly limits?: Readonly<Record<string, Quantity>>;
  /** What is reserved for it, by resource. */
  readonly requests?: Readonly<Record<string, Quantity>>;
}

export interface ResourceTemplate {
  /** Labels and annotations of the objects that are made. */
  readonly metadata?: MetadataTemplate;
}

export interface SeLinuxOptions {
  /** SELinux level. */
  readonly level?: string;
  /** SELinux role. */
  readonly role?: string;
  /** SELinux type. */
  readonly type?: string;
  /** SELinux user. */
  readonly user?: string;
}

export interface Secret {
  /** Version of the API: `v1`. */
  readonly apiVersion: string;
  readonly kind: "Secret";
  /** Name, namespace, labels and annotations. */
  readonly metadata: ObjectMeta;
  /** Entries, each encoded as base64. */
  readonly data?: Readonly<Record<string, string>>;
  /** Entries as they are; they win over those of `data`. */
  readonly stringData?: Readonly<Record<string, string>>;
  /** What sort of Secret it is. Default: `Opaque`. */
  readonly type?: string;
  /** Whether the entries can no longer be changed. */
  readonly immutable?: boolean;
}

export interface SecretSource {
  /** Entry of a Secret in the same namespace. */
  readonly secretKeyRef?: KeySelector;
}

export interface SecretVolumeSource {
  /** Permissions of files that name none. */
  readonly defaultMode?: number;
  /** Entries to project; all of them if left out. */
  readonly items?: readonly KeyToPath[];
  /** Whether the Secret may be missing. */
  readonly optional?: boolean;
  /** Name of the Secret. */
  readonly secretName?: string;
}

export interface SecurityContext {
  /** Whether a process may gain more privileges than its parent has. */
  readonly allowPrivilegeEscalation?: boolean;
  /** AppArmor profile of the container. */
  readonly appArmorProfile?: SecurityProfile;
  /** Linux capabilities of the container. */
  readonly capabilities?: Capabilities;
  /** Whether the container runs with the host's privileges. */
  readonly privileged?: boolean;
  /** How `/proc` is mounted: `Default` or `Unmasked`. */
  readonly procMount?: string;
  /** Whether the root file system is read-only. */
  readonly readOnlyRootFilesystem?: boolean;
  /** Group to run as. */
  readonly runAsGroup?: number;
  /** Whether it is refused to run as root. */
  readonly runAsNonRoot?: boolean;
  /** User to run as. */
  readonly runAsUser?: number;
  /** SELinux context of the container. */
  readonly seLinuxOptions?: SeLinuxOptions;
  /** Seccomp profile of the container. */
  readonly seccompProfile?: SecurityProfile;
  /** Settings for Windows nodes. */
  readonly windowsOptions?: WindowsSecurityContextOptions;
}

export interface SecurityProfile {
  /** Profile on the node, for the type `Localhost`. */
  readonly localhostProfile?: string;
  /** `RuntimeDefault`, `Localhost` or `Unconfined`. */
  readonly type?: string;
}

export interface SelectorRequirement {
  /** Label or field that is looked at. */
  readonly key?: string;
  /** How the value is compared: `In`, `NotIn`, `Exists`, `DoesNotExist`; for nodes also `Gt` and `Lt`. */
  readonly operator?: string;
  /** Values to compare with. */
  readonly values?: readonly string[];
}

export interface Storage {
  /** Storage class of the claim; the default one if left out. */
  readonly class?: string;
  /** Whether the claim goes when the node goes. Default: false. */
  readonly deleteClaim?: boolean;
  /** Number of the volume within a `jbod`, where it is required. */
  readonly id?: number;
  /** Marks the volume that holds the cluster's metadata too; at most one volume of a pool. */
  readonly kraftMetadata?: "shared";
  /** Labels that the persistent volume has to have. */
  readonly selector?: Readonly<Record<string, string>>;
  /** Size of the claim, such as `100Gi`; required for `persistent-claim`. */
  readonly size?: string;
  /** Size that an `ephemeral` volume may reach, such as `1Gi`. */
  readonly sizeLimit?: string;
  /** Volume attributes class of the claim. */
  readonly volumeAttributesClass?: string;
  /** `ephemeral`: gone with the pod; `persistent-claim`: stays; `jbod`: several volumes. */
  readonly type: "ephemeral" | "persistent-claim" | "jbod";
  /** The volumes of a `jbod`. */
  readonly volumes?: readonly StorageVolume[];
}

export interface StorageVolume {
  /** Storage class of the claim; the default one if left out. */
  readonly class?: string;
  /** Whether the claim goes when the node goes. Default: false. */
  readonly deleteClaim?: boolean;
  /** Number of the volume within a `jbod`, where it is required. */
  readonly id?: number;
  /** Marks the volume that holds the cluster's metadata too; at most one volume of a pool. */
  readonly kraftMetadata?: "shared";
  /** Labels that the persistent volume has to have. */
  readonly selector?: Readonly<Record<string, string>>;
  /** Size of the claim, such as `100Gi`; required for `persistent-claim`. */
  readonly size?: string;
  /** Size that an `ephemeral` volume may reach, such as `1Gi`. */
  readonly sizeLimit?: string;
  /** Volume attributes class of the claim. */
  readonly volumeAttributesClass?: string;
  /** `ephemeral`: gone with the pod; `persistent-claim`: stays. */
  readonly type: "ephemeral" | "persistent-claim";
}

export interface TemplatedVolume {
  /** Name of the volume, by which it is mounted. */
  readonly name?: string;
  /** A Secret of each node; `{nodeId}` and `{nodePodName}` in its names are replaced. */
  readonly secret?: SecretVolumeSource;
  /** A ConfigMap of each node; `{nodeId}` and `{nodePodName}` in its names are replaced. */
  readonly configMap?: ConfigMapVolumeSource;
  /** A claim of each node; `{nodeId}` and `{nodePodName}` in its name are replaced. */
  readonly persistentVolumeClaim?: PersistentVolumeClaimVolumeSource;
}

export interface TieredStorage {
  /** What stores segments elsewhere. */
  readonly remoteStorageManager?: RemoteStorageManager;
  /** Kind of tiered storage; `custom` is the only one. */
  readonly type: "custom";
}

export interface Toleration {
  /** Taint effect that is tolerated: `NoSchedule`, `PreferNoSchedule` or `NoExecute`; all of them if left out. */
  readonly effect?: string;
  /** Key of the taint; with the operator `Exists` and no key, every taint is tolerated. */
  readonly key?: string;
  /** `Exists` or `Equal`. */
  readonly operator?: string;
  /** Seconds for which a `NoExecute` taint is tolerated; for ever if left out. */
  readonly tolerationSeconds?: number;
  /** Value of the taint, for `Equal`. */
  readonly value?: string;
}

export interface TopicOperatorSpec {
  /** Namespace whose KafkaTopics count; that of the Kafka if left out. */
  readonly watchedNamespace?: string;
  /** Image of the operator. */
  readonly image?: string;
  /** Milliseconds between two rounds over all resources. */
  readonly reconciliationIntervalMs?: number;
  /** When the operator counts as alive. */
  readonly livenessProbe?: Probe;
  /** When the operator counts as ready. */
  readonly readinessProbe?: Probe;
  /** CPU and memory to reserve. */
  readonly resources?: ResourceRequirements;
  /** What is logged. */
  readonly logging?: Logging;
  /** Options of the JVM. */
  readonly jvmOptions?: JvmOptions;
  /** When the operator counts as started. */
  readonly startupProbe?: Probe;
}

export interface TopologySpreadConstraint {
  /** Pods that are counted. */
  readonly labelSelector?: LabelSelector;
  /** Label keys whose values are taken from the incoming pod. */
  readonly matchLabelKeys?: readonly string[];
  /** By how many pods two places may differ. */
  readonly maxSkew?: number;
  /** How many places there have to be. */
  readonly minDomains?: number;
  /** Whether node affinity limits the nodes that count: `Honor` or `Ignore`. */
  readonly nodeAffinityPolicy?: string;
  /** Whether taints limit the nodes that count: `Honor` or `Ignore`. */
  readonly nodeTaintsPolicy?: string;
  /** Node label whose equal values make up one place. */
  readonly topologyKey?: string;
  /** What to do when it cannot be met: `DoNotSchedule` or `ScheduleAnyway`. */
  readonly whenUnsatisfiable?: string;
}

export interface Tracing {
  /** What traces are made with. */
  readonly type: "opentelemetry";
}

export interface TrustedCertificate {
  /** Name of the Secret. */
  readonly secretName: string;
  /** Entry with the certificate. */
  readonly certificate?: string;
  /** Glob of the entries with certificates, such as `*.crt`. */
  readonly pattern?: string;
}

export interface UserAuthentication {
  /** How the user proves who it is: `tls` gets a certificate, `tls-external` has one from elsewhere, `scram-sha-512` gets a password. */
  readonly type: "tls" | "tls-external" | "scram-sha-512";
  /** For the type `scram-sha-512`: where the password stands; one is made if left out. */
  readonly password?: UserPassword;
  /** For the type `tls`: days for which the certificate is valid; as the clients' CA says if left out. */
  readonly validityDays?: number;
  /** For the type `tls`: days before its end at which the certificate is renewed. */
  readonly renewalDays?: number;
}

export interface UserAuthorization {
  /** `simple`: Kafka's own ACLs. */
  readonly type: "simple";
  /** What the user may do, and what it must not. */
  readonly acls: readonly AclRule[];
}

export interface UserOperatorSpec {
  /** Namespace whose KafkaUsers count; that of the Kafka if left out. */
  readonly watchedNamespace?: string;
  /** Image of the operator. */
  readonly image?: string;
  /** Milliseconds between two rounds over all resources. */
  readonly reconciliationIntervalMs?: number;
  /** When the operator counts as alive. */
  readonly livenessProbe?: Probe;
  /** When the operator counts as ready. */
  readonly readinessProbe?: Probe;
  /** CPU and memory to reserve. */
  readonly resources?: ResourceRequirements;
  /** What is logged. */
  readonly logging?: Logging;
  /** Options of the JVM. */
  readonly jvmOptions?: JvmOptions;
  /** Goes before the user's name in the name of its Secret. */
  readonly secretPrefix?: string;
}

export interface UserPassword {
  /** Secret that holds the password. */
  readonly valueFrom: UserPasswordSource;
}

export interface UserPasswordSource {
  /** Entry of the Secret. */
  readonly secretKeyRef?: KeySelector;
}

export interface UserQuotas {
  /** Bytes that the user may send to a broker in a second. */
  readonly producerByteRate?: number;
  /** Bytes that the user may fetch from a broker in a second. */
  readonly consumerByteRate?: number;
  /** Share of the network and I/O threads that the user may use. */
  readonly requestPercentage?: number;
  /** Partitions that the user may create or delete in a second. */
  readonly controllerMutationRate?: number;
}

export interface VolumeMount {
  /** Path within the container; Strimzi allows paths below `/mnt/`. */
  readonly mountPath?: string;
  /** How mounts propagate between host and container. */
  readonly mountPropagation?: string;
  /** Name of the volume. */
  readonly name?: string;
  /** Whether it is mounted read-only. */
  readonly readOnly?: boolean;
  /** Whether mounts below it are read-only too: `Disabled`, `IfPossible` or `Enabled`. */
  readonly recursiveReadOnly?: string;
  /** Path within the volume. */
  readonly subPath?: string;
  /** Path within the volume, in which environment variables are expanded. */
  readonly subPathExpr?: string;
}

export interface WeightedPodAffinityTerm {
  /** Pods that are meant. */
  readonly podAffinityTerm?: PodAffinityTerm;
  /** How strongly, from 1 to 100. */
  readonly weight?: number;
}

export interface WindowsSecurityContextOptions {
  /** Group managed service account, inline. */
  readonly gmsaCredentialSpec?: string;
  /** Group managed service account, by name. */
  readonly gmsaCredentialSpecName?: string;
  /** Whether it runs as a host process. */
  readonly hostProcess?: boolean;
  /** Windows user to run as. */
  readonly runAsUserName?: string;
}

