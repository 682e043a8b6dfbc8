/** Why a node has to be started anew: the reasons of Events, by Strimzi's names, and what each means. */
export const restartReasons = {
  CaCertHasOldGeneration: "a certificate authority's certificate is of an older generation",
  CaCertRemoved: "a certificate authority's certificate is trusted no more",
  CaCertRenewed: "a certificate authority's certificate was renewed",
  ClientCaCertKeyReplaced: "the key of the clients' authority was replaced",
  ClusterCaCertKeyReplaced: "the key of the cluster's authority was replaced",
  ClaimDeleted: "a claim on its storage was deleted, and waits for its pod to end",
  ConfigChangeRequiresRestart: "its configuration changed in a way that takes a restart",
  CustomListenerCaCertChange: "a certificate that was given for a listener changed",
  FileSystemResizeNeeded: "a volume grew, and its file system has to grow, too",
  KafkaCertificatesChanged: "its own certificate changed",
  ManualRollingUpdate: "somebody asked for it by annotation",
  PodForceRestartOnError: "it has not become ready for long, and is as it is declared",
  PodHasOldRevision: "its pod is not as it is declared now",
  PodStuck: "its pod does not come up",
  PodUnresponsive: "its pod is ready, and Kafka has not known of it for long",
} as const;

export type RestartReason = keyof typeof restartReasons;
