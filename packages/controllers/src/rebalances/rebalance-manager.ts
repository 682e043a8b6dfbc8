/** By which fields and Events of KafkaRebalances are known to be the controller's. */
export const rebalanceManager = "millrace-cluster-operator";
