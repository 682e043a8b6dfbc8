import { produceRequest, produceResponse } from "./00-produce.ts";
import { fetchRequest, fetchResponse } from "./01-fetch.ts";
import { listOffsetsRequest, listOffsetsResponse } from "./02-list-offsets.ts";
import { metadataRequest, metadataResponse } from "./03-metadata.ts";
import { offsetCommitRequest, offsetCommitResponse } from "./08-offset-commit.ts";
import { offsetFetchRequest, offsetFetchResponse } from "./09-offset-fetch.ts";
import { findCoordinatorRequest, findCoordinatorResponse } from "./10-find-coordinator.ts";
import { joinGroupRequest, joinGroupResponse } from "./11-join-group.ts";
import { heartbeatRequest, heartbeatResponse } from "./12-heartbeat.ts";
import { leaveGroupRequest, leaveGroupResponse } from "./13-leave-group.ts";
import { syncGroupRequest, syncGroupResponse } from "./14-sync-group.ts";
import { describeGroupsRequest, describeGroupsResponse } from "./15-describe-groups.ts";
import { listGroupsRequest, listGroupsResponse } from "./16-list-groups.ts";
import { saslHandshakeRequest, saslHandshakeResponse } from "./17-sasl-handshake.ts";
import { apiVersionsRequest, apiVersionsResponse } from "./18-api-versions.ts";
import { createTopicsRequest, createTopicsResponse } from "./19-create-topics.ts";
import { deleteTopicsRequest, deleteTopicsResponse } from "./20-delete-topics.ts";
import { deleteRecordsRequest, deleteRecordsResponse } from "./21-delete-records.ts";
import { initProducerIdRequest, initProducerIdResponse } from "./22-init-producer-id.ts";
import { offsetForLeaderEpochRequest, offsetForLeaderEpochResponse } from "./23-offset-for-leader-epoch.ts";
import { addPartitionsToTxnRequest, addPartitionsToTxnResponse } from "./24-add-partitions-to-txn.ts";
import { addOffsetsToTxnRequest, addOffsetsToTxnResponse } from "./25-add-offsets-to-txn.ts";
import { endTxnRequest, endTxnResponse } from "./26-end-txn.ts";
import { writeTxnMarkersRequest, writeTxnMarkersResponse } from "./27-write-txn-markers.ts";
import { txnOffsetCommitRequest, txnOffsetCommitResponse } from "./28-txn-offset-commit.ts";
import { describeAclsRequest, describeAclsResponse } from "./29-describe-acls.ts";
import { createAclsRequest, createAclsResponse } from "./30-create-acls.ts";
import { deleteAclsRequest, deleteAclsResponse } from "./31-delete-acls.ts";
import { describeConfigsRequest, describeConfigsResponse } from "./32-describe-configs.ts";
import { alterConfigsRequest, alterConfigsResponse } from "./33-alter-configs.ts";
import { alterReplicaLogDirsRequest, alterReplicaLogDirsResponse } from "./34-alter-replica-log-dirs.ts";
import { describeLogDirsRequest, describeLogDirsResponse } from "./35-describe-log-dirs.ts";
import { saslAuthenticateRequest, saslAuthenticateResponse } from "./36-sasl-authenticate.ts";
import { createPartitionsRequest, createPartitionsResponse } from "./37-create-partitions.ts";
import { createDelegationTokenRequest, createDelegationTokenResponse } from "./38-create-delegation-token.ts";
import { renewDelegationTokenRequest, renewDelegationTokenResponse } from "./39-renew-delegation-token.ts";
import { expireDelegationTokenRequest, expireDelegationTokenResponse } from "./40-expire-delegation-token.ts";
import { describeDelegationTokenRequest, describeDelegationTokenResponse } from "./41-describe-delegation-token.ts";
import { deleteGroupsRequest, deleteGroupsResponse } from "./42-delete-groups.ts";
import { electLeadersRequest, electLeadersResponse } from "./43-elect-leaders.ts";
import { incrementalAlterConfigsRequest, incrementalAlterConfigsResponse } from "./44-incremental-alter-configs.ts";
import { alterPartitionReassignmentsRequest, alterPartitionReassignmentsResponse } from "./45-alter-partition-reassignments.ts";
import { listPartitionReassignmentsRequest, listPartitionReassignmentsResponse } from "./46-list-partition-reassignments.ts";
import { offsetDeleteRequest, offsetDeleteResponse } from "./47-offset-delete.ts";
import { describeClientQuotasRequest, describeClientQuotasResponse } from "./48-describe-client-quotas.ts";
import { alterClientQuotasRequest, alterClientQuotasResponse } from "./49-alter-client-quotas.ts";
import { describeUserScramCredentialsRequest, describeUserScramCredentialsResponse } from "./50-describe-user-scram-credentials.ts";
import { alterUserScramCredentialsRequest, alterUserScramCredentialsResponse } from "./51-alter-user-scram-credentials.ts";
import { describeQuorumRequest, describeQuorumResponse } from "./55-describe-quorum.ts";
import { updateFeaturesRequest, updateFeaturesResponse } from "./57-update-features.ts";
import { describeClusterRequest, describeClusterResponse } from "./60-describe-cluster.ts";
import { describeProducersRequest, describeProducersResponse } from "./61-describe-producers.ts";
import { unregisterBrokerRequest, unregisterBrokerResponse } from "./64-unregister-broker.ts";
import { describeTransactionsRequest, describeTransactionsResponse } from "./65-describe-transactions.ts";
import { listTransactionsRequest, listTransactionsResponse } from "./66-list-transactions.ts";
import { consumerGroupHeartbeatRequest, consumerGroupHeartbeatResponse } from "./68-consumer-group-heartbeat.ts";
import { consumerGroupDescribeRequest, consumerGroupDescribeResponse } from "./69-consumer-group-describe.ts";
import { getTelemetrySubscriptionsRequest, getTelemetrySubscriptionsResponse } from "./71-get-telemetry-subscriptions.ts";
import { pushTelemetryRequest, pushTelemetryResponse } from "./72-push-telemetry.ts";
import { listConfigResourcesRequest, listConfigResourcesResponse } from "./74-list-config-resources.ts";
import { describeTopicPartitionsRequest, describeTopicPartitionsResponse } from "./75-describe-topic-partitions.ts";
import { shareGroupHeartbeatRequest, shareGroupHeartbeatResponse } from "./76-share-group-heartbeat.ts";
import { shareGroupDescribeRequest, shareGroupDescribeResponse } from "./77-share-group-describe.ts";
import { shareFetchRequest, shareFetchResponse } from "./78-share-fetch.ts";
import { shareAcknowledgeRequest, shareAcknowledgeResponse } from "./79-share-acknowledge.ts";
import { addRaftVoterRequest, addRaftVoterResponse } from "./80-add-raft-voter.ts";
import { removeRaftVoterRequest, removeRaftVoterResponse } from "./81-remove-raft-voter.ts";
import { initializeShareGroupStateRequest, initializeShareGroupStateResponse } from "./83-initialize-share-group-state.ts";
import { readShareGroupStateRequest, readShareGroupStateResponse } from "./84-read-share-group-state.ts";
import { writeShareGroupStateRequest, writeShareGroupStateResponse } from "./85-write-share-group-state.ts";
import { deleteShareGroupStateRequest, deleteShareGroupStateResponse } from "./86-delete-share-group-state.ts";
import { readShareGroupStateSummaryRequest, readShareGroupStateSummaryResponse } from "./87-read-share-group-state-summary.ts";
import { streamsGroupHeartbeatRequest, streamsGroupHeartbeatResponse } from "./88-streams-group-heartbeat.ts";
import { streamsGroupDescribeRequest, streamsGroupDescribeResponse } from "./89-streams-group-describe.ts";
import { describeShareGroupOffsetsRequest, describeShareGroupOffsetsResponse } from "./90-describe-share-group-offsets.ts";
import { alterShareGroupOffsetsRequest, alterShareGroupOffsetsResponse } from "./91-alter-share-group-offsets.ts";
import { deleteShareGroupOffsetsRequest, deleteShareGroupOffsetsResponse } from "./92-delete-share-group-offsets.ts";
import { consumerProtocolAssignment, consumerProtocolSubscription } from "./consumer-protocol.ts";
import { requestHeader, responseHeader } from "./headers.ts";
import type { MessageDefinition } from "./schema.ts";
import { accessControlEntryRecord, removeAccessControlEntryRecord } from "./stored/access-control-entry-record.ts";
import { clientQuotaRecord } from "./stored/client-quota-record.ts";
import { configRecord } from "./stored/config-record.ts";
import * as consumerGroup from "./stored/consumer-group.ts";
import { delegationTokenRecord, removeDelegationTokenRecord } from "./stored/delegation-token-record.ts";
import { featureLevelRecord } from "./stored/feature-level-record.ts";
import { groupMetadataKey, groupMetadataValue } from "./stored/group-metadata.ts";
import { legacyOffsetCommitKey, legacyOffsetCommitValue } from "./stored/legacy-offset-commit.ts";
import { noOpRecord } from "./stored/no-op-record.ts";
import { offsetCommitKey, offsetCommitValue } from "./stored/offset-commit.ts";
import { partitionRecord } from "./stored/partition-record.ts";
import { producerIdsRecord } from "./stored/producer-ids-record.ts";
import { registerBrokerRecord } from "./stored/register-broker-record.ts";
import { removeTopicRecord } from "./stored/remove-topic-record.ts";
import * as shareGroup from "./stored/share-group.ts";
import * as shareState from "./stored/share-state.ts";
import { kraftVersionRecord, snapshotFooterRecord, snapshotHeaderRecord } from "./stored/snapshot-control.ts";
import * as streamsGroup from "./stored/streams-group.ts";
import { topicRecord } from "./stored/topic-record.ts";
import { transactionLogKey, transactionLogValue } from "./stored/transaction-log.ts";
import { removeUserScramCredentialRecord, userScramCredentialRecord } from "./stored/user-scram-credential-record.ts";

export * from "./schema.ts";
export { contains, covers, intersect, isEmpty, NO_VERSIONS, parseVersions, type VersionRange } from "./versions.ts";

/** The messages of one definition file, which are generated into one file of the same name. */
export interface DefinitionFile {
  readonly file: string;
  readonly messages: readonly MessageDefinition[];
}

/** Every message that Millrace knows, by file. */
export const definitionFiles: readonly DefinitionFile[] = [
  { file: "headers", messages: [requestHeader, responseHeader] },
  { file: "00-produce", messages: [produceRequest, produceResponse] },
  { file: "01-fetch", messages: [fetchRequest, fetchResponse] },
  { file: "02-list-offsets", messages: [listOffsetsRequest, listOffsetsResponse] },
  { file: "03-metadata", messages: [metadataRequest, metadataResponse] },
  { file: "08-offset-commit", messages: [offsetCommitRequest, offsetCommitResponse] },
  { file: "09-offset-fetch", messages: [offsetFetchRequest, offsetFetchResponse] },
  { file: "10-find-coordinator", messages: [findCoordinatorRequest, findCoordinatorResponse] },
  { file: "11-join-group", messages: [joinGroupRequest, joinGroupResponse] },
  { file: "12-heartbeat", messages: [heartbeatRequest, heartbeatResponse] },
  { file: "13-leave-group", messages: [leaveGroupRequest, leaveGroupResponse] },
  { file: "14-sync-group", messages: [syncGroupRequest, syncGroupResponse] },
  { file: "15-describe-groups", messages: [describeGroupsRequest, describeGroupsResponse] },
  { file: "16-list-groups", messages: [listGroupsRequest, listGroupsResponse] },
  { file: "17-sasl-handshake", messages: [saslHandshakeRequest, saslHandshakeResponse] },
  { file: "18-api-versions", messages: [apiVersionsRequest, apiVersionsResponse] },
  { file: "19-create-topics", messages: [createTopicsRequest, createTopicsResponse] },
  { file: "20-delete-topics", messages: [deleteTopicsRequest, deleteTopicsResponse] },
  { file: "21-delete-records", messages: [deleteRecordsRequest, deleteRecordsResponse] },
  { file: "22-init-producer-id", messages: [initProducerIdRequest, initProducerIdResponse] },
  { file: "23-offset-for-leader-epoch", messages: [offsetForLeaderEpochRequest, offsetForLeaderEpochResponse] },
  { file: "24-add-partitions-to-txn", messages: [addPartitionsToTxnRequest, addPartitionsToTxnResponse] },
  { file: "25-add-offsets-to-txn", messages: [addOffsetsToTxnRequest, addOffsetsToTxnResponse] },
  { file: "26-end-txn", messages: [endTxnRequest, endTxnResponse] },
  { file: "27-write-txn-markers", messages: [writeTxnMarkersRequest, writeTxnMarkersResponse] },
  { file: "28-txn-offset-commit", messages: [txnOffsetCommitRequest, txnOffsetCommitResponse] },
  { file: "29-describe-acls", messages: [describeAclsRequest, describeAclsResponse] },
  { file: "30-create-acls", messages: [createAclsRequest, createAclsResponse] },
  { file: "31-delete-acls", messages: [deleteAclsRequest, deleteAclsResponse] },
  { file: "32-describe-configs", messages: [describeConfigsRequest, describeConfigsResponse] },
  { file: "33-alter-configs", messages: [alterConfigsRequest, alterConfigsResponse] },
  { file: "34-alter-replica-log-dirs", messages: [alterReplicaLogDirsRequest, alterReplicaLogDirsResponse] },
  { file: "35-describe-log-dirs", messages: [describeLogDirsRequest, describeLogDirsResponse] },
  { file: "36-sasl-authenticate", messages: [saslAuthenticateRequest, saslAuthenticateResponse] },
  { file: "37-create-partitions", messages: [createPartitionsRequest, createPartitionsResponse] },
  { file: "38-create-delegation-token", messages: [createDelegationTokenRequest, createDelegationTokenResponse] },
  { file: "39-renew-delegation-token", messages: [renewDelegationTokenRequest, renewDelegationTokenResponse] },
  { file: "40-expire-delegation-token", messages: [expireDelegationTokenRequest, expireDelegationTokenResponse] },
  { file: "41-describe-delegation-token", messages: [describeDelegationTokenRequest, describeDelegationTokenResponse] },
  { file: "42-delete-groups", messages: [deleteGroupsRequest, deleteGroupsResponse] },
  { file: "43-elect-leaders", messages: [electLeadersRequest, electLeadersResponse] },
  { file: "44-incremental-alter-configs", messages: [incrementalAlterConfigsRequest, incrementalAlterConfigsResponse] },
  { file: "45-alter-partition-reassignments", messages: [alterPartitionReassignmentsRequest, alterPartitionReassignmentsResponse] },
  { file: "46-list-partition-reassignments", messages: [listPartitionReassignmentsRequest, listPartitionReassignmentsResponse] },
  { file: "47-offset-delete", messages: [offsetDeleteRequest, offsetDeleteResponse] },
  { file: "48-describe-client-quotas", messages: [describeClientQuotasRequest, describeClientQuotasResponse] },
  { file: "49-alter-client-quotas", messages: [alterClientQuotasRequest, alterClientQuotasResponse] },
  { file: "50-describe-user-scram-credentials", messages: [describeUserScramCredentialsRequest, describeUserScramCredentialsResponse] },
  { file: "51-alter-user-scram-credentials", messages: [alterUserScramCredentialsRequest, alterUserScramCredentialsResponse] },
  { file: "55-describe-quorum", messages: [describeQuorumRequest, describeQuorumResponse] },
  { file: "57-update-features", messages: [updateFeaturesRequest, updateFeaturesResponse] },
  { file: "60-describe-cluster", messages: [describeClusterRequest, describeClusterResponse] },
  { file: "61-describe-producers", messages: [describeProducersRequest, describeProducersResponse] },
  { file: "64-unregister-broker", messages: [unregisterBrokerRequest, unregisterBrokerResponse] },
  { file: "65-describe-transactions", messages: [describeTransactionsRequest, describeTransactionsResponse] },
  { file: "66-list-transactions", messages: [listTransactionsRequest, listTransactionsResponse] },
  { file: "68-consumer-group-heartbeat", messages: [consumerGroupHeartbeatRequest, consumerGroupHeartbeatResponse] },
  { file: "69-consumer-group-describe", messages: [consumerGroupDescribeRequest, consumerGroupDescribeResponse] },
  { file: "71-get-telemetry-subscriptions", messages: [getTelemetrySubscriptionsRequest, getTelemetrySubscriptionsResponse] },
  { file: "72-push-telemetry", messages: [pushTelemetryRequest, pushTelemetryResponse] },
  { file: "74-list-config-resources", messages: [listConfigResourcesRequest, listConfigResourcesResponse] },
  { file: "75-describe-topic-partitions", messages: [describeTopicPartitionsRequest, describeTopicPartitionsResponse] },
  { file: "76-share-group-heartbeat", messages: [shareGroupHeartbeatRequest, shareGroupHeartbeatResponse] },
  { file: "77-share-group-describe", messages: [shareGroupDescribeRequest, shareGroupDescribeResponse] },
  { file: "78-share-fetch", messages: [shareFetchRequest, shareFetchResponse] },
  { file: "79-share-acknowledge", messages: [shareAcknowledgeRequest, shareAcknowledgeResponse] },
  { file: "80-add-raft-voter", messages: [addRaftVoterRequest, addRaftVoterResponse] },
  { file: "81-remove-raft-voter", messages: [removeRaftVoterRequest, removeRaftVoterResponse] },
  { file: "83-initialize-share-group-state", messages: [initializeShareGroupStateRequest, initializeShareGroupStateResponse] },
  { file: "84-read-share-group-state", messages: [readShareGroupStateRequest, readShareGroupStateResponse] },
  { file: "85-write-share-group-state", messages: [writeShareGroupStateRequest, writeShareGroupStateResponse] },
  { file: "86-delete-share-group-state", messages: [deleteShareGroupStateRequest, deleteShareGroupStateResponse] },
  { file: "87-read-share-group-state-summary", messages: [readShareGroupStateSummaryRequest, readShareGroupStateSummaryResponse] },
  { file: "88-streams-group-heartbeat", messages: [streamsGroupHeartbeatRequest, streamsGroupHeartbeatResponse] },
  { file: "89-streams-group-describe", messages: [streamsGroupDescribeRequest, streamsGroupDescribeResponse] },
  { file: "90-describe-share-group-offsets", messages: [describeShareGroupOffsetsRequest, describeShareGroupOffsetsResponse] },
  { file: "91-alter-share-group-offsets", messages: [alterShareGroupOffsetsRequest, alterShareGroupOffsetsResponse] },
  { file: "92-delete-share-group-offsets", messages: [deleteShareGroupOffsetsRequest, deleteShareGroupOffsetsResponse] },
  { file: "consumer-protocol", messages: [consumerProtocolSubscription, consumerProtocolAssignment] },
  { file: "stored/legacy-offset-commit", messages: [legacyOffsetCommitKey, legacyOffsetCommitValue] },
  { file: "stored/offset-commit", messages: [offsetCommitKey, offsetCommitValue] },
  { file: "stored/group-metadata", messages: [groupMetadataKey, groupMetadataValue] },
  { file: "stored/transaction-log", messages: [transactionLogKey, transactionLogValue] },
  { file: "stored/consumer-group", messages: Object.values(consumerGroup) },
  { file: "stored/share-group", messages: Object.values(shareGroup) },
  { file: "stored/share-state", messages: Object.values(shareState) },
  { file: "stored/streams-group", messages: Object.values(streamsGroup) },
  { file: "stored/register-broker-record", messages: [registerBrokerRecord] },
  { file: "stored/topic-record", messages: [topicRecord] },
  { file: "stored/partition-record", messages: [partitionRecord] },
  { file: "stored/config-record", messages: [configRecord] },
  { file: "stored/remove-topic-record", messages: [removeTopicRecord] },
  { file: "stored/feature-level-record", messages: [featureLevelRecord] },
  { file: "stored/producer-ids-record", messages: [producerIdsRecord] },
  { file: "stored/no-op-record", messages: [noOpRecord] },
  { file: "stored/access-control-entry-record", messages: [accessControlEntryRecord, removeAccessControlEntryRecord] },
  { file: "stored/client-quota-record", messages: [clientQuotaRecord] },
  { file: "stored/delegation-token-record", messages: [delegationTokenRecord, removeDelegationTokenRecord] },
  { file: "stored/user-scram-credential-record", messages: [userScramCredentialRecord, removeUserScramCredentialRecord] },
  { file: "stored/snapshot-control", messages: [snapshotHeaderRecord, kraftVersionRecord, snapshotFooterRecord] },
];

/** Every message that Millrace knows. */
export const definitions: readonly MessageDefinition[] = definitionFiles.flatMap((file) => file.messages);
