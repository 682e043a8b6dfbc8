/** What Strimzi calls the objects of a Kafka, and we do too: its users' scripts, dashboards and policies go by these names. */
export interface ClusterNames {
  /** Of the ServiceAccount and the PodDisruptionBudget; the value of the label `strimzi.io/name`. */
  readonly component: string;
  readonly bootstrapService: string;
  /** The headless Service. */
  readonly brokersService: string;
  readonly networkPolicy: string;
  readonly initClusterRoleBinding: string;
  /** Secret with the certificates that nodes trust: `cluster-ca.crt`, `clients-ca.crt`. */
  readonly trustBundle: string;
  readonly jmxSecret: string;
  readonly entityOperator: string;
  readonly kafkaExporter: string;
  readonly cruiseControl: string;
}

export const clusterNames = (cluster: string, namespace: string): ClusterNames => ({
  component: `${cluster}-kafka`,
  bootstrapService: `${cluster}-kafka-bootstrap`,
  brokersService: `${cluster}-kafka-brokers`,
  networkPolicy: `${cluster}-network-policy-kafka`,
  initClusterRoleBinding: `strimzi-${namespace}-${cluster}-kafka-init`,
  trustBundle: `${cluster}-trustbundle`,
  jmxSecret: `${cluster}-kafka-jmx`,
  entityOperator: `${cluster}-entity-operator`,
  kafkaExporter: `${cluster}-kafka-exporter`,
  cruiseControl: `${cluster}-cruise-control`,
});

/** Of a pool's StrimziPodSet; its pods are called so with their node ids behind. */
export const podSetName = (cluster: string, pool: string): string => `${cluster}-${pool}`;

/** A name within the Kubernetes cluster, complete but for its domain. */
export const podHost = (podName: string, service: string, namespace: string): string => `${podName}.${service}.${namespace}.svc`;

/** All names by which a Service is reached from within the Kubernetes cluster. */
export const serviceHosts = (service: string, namespace: string, clusterDomain: string): readonly string[] => [
  service,
  `${service}.${namespace}`,
  `${service}.${namespace}.svc`,
  `${service}.${namespace}.svc.${clusterDomain}`,
];
