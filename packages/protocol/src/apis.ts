import type { ApiName } from "./api-name.ts";
import type { MessageCodec } from "./codec.ts";
import * as messages from "./generated/index.ts";

/** One API of the protocol: a kind of request and the response to it. */
export interface Api<Request = unknown, Response = unknown> {
  readonly key: number;
  /** Kafka's name, e.g. `Produce`. */
  readonly name: string;
  readonly request: MessageCodec<Request>;
  readonly response: MessageCodec<Response>;
  readonly minVersion: number;
  /** The newest stable version. The codecs may know a newer one that Kafka still changes. */
  readonly maxVersion: number;
}

/** Versions of the two headers around messages. */
const RESPONSE_HEADER_PLAIN = 0;
const RESPONSE_HEADER_FLEXIBLE = 1;
const REQUEST_HEADER_PLAIN = 1;
const REQUEST_HEADER_FLEXIBLE = 2;

const API_VERSIONS_KEY = 18;

/** Version 6 is for two-phase commit (KIP-939), which Kafka 4.3 does not call stable. */
const INIT_PRODUCER_ID_STABLE = 5;

function api<Request, Response>(
  name: string,
  request: MessageCodec<Request>,
  response: MessageCodec<Response>,
  maxVersion: number = request.maxVersion,
): Api<Request, Response> {
  return { key: request.apiKey, name, request, response, minVersion: request.minVersion, maxVersion };
}

/** Every API that Millrace speaks, by Kafka's name with a small first letter. */
export const apis = {
  produce: api("Produce", messages.ProduceRequest, messages.ProduceResponse),
  fetch: api("Fetch", messages.FetchRequest, messages.FetchResponse),
  listOffsets: api("ListOffsets", messages.ListOffsetsRequest, messages.ListOffsetsResponse),
  metadata: api("Metadata", messages.MetadataRequest, messages.MetadataResponse),
  offsetCommit: api("OffsetCommit", messages.OffsetCommitRequest, messages.OffsetCommitResponse),
  offsetFetch: api("OffsetFetch", messages.OffsetFetchRequest, messages.OffsetFetchResponse),
  findCoordinator: api("FindCoordinator", messages.FindCoordinatorRequest, messages.FindCoordinatorResponse),
  joinGroup: api("JoinGroup", messages.JoinGroupRequest, messages.JoinGroupResponse),
  heartbeat: api("Heartbeat", messages.HeartbeatRequest, messages.HeartbeatResponse),
  leaveGroup: api("LeaveGroup", messages.LeaveGroupRequest, messages.LeaveGroupResponse),
  syncGroup: api("SyncGroup", messages.SyncGroupRequest, messages.SyncGroupResponse),
  describeGroups: api("DescribeGroups", messages.DescribeGroupsRequest, messages.DescribeGroupsResponse),
  listGroups: api("ListGroups", messages.ListGroupsRequest, messages.ListGroupsResponse),
  saslHandshake: api("SaslHandshake", messages.SaslHandshakeRequest, messages.SaslHandshakeResponse),
  apiVersions: api("ApiVersions", messages.ApiVersionsRequest, messages.ApiVersionsResponse),
  createTopics: api("CreateTopics", messages.CreateTopicsRequest, messages.CreateTopicsResponse),
  deleteTopics: api("DeleteTopics", messages.DeleteTopicsRequest, messages.DeleteTopicsResponse),
  deleteRecords: api("DeleteRecords", messages.DeleteRecordsRequest, messages.DeleteRecordsResponse),
  initProducerId: api("InitProducerId", messages.InitProducerIdRequest, messages.InitProducerIdResponse, INIT_PRODUCER_ID_STABLE),
  offsetForLeaderEpoch: api("OffsetForLeaderEpoch", messages.OffsetForLeaderEpochRequest, messages.OffsetForLeaderEpochResponse),
  addPartitionsToTxn: api("AddPartitionsToTxn", messages.AddPartitionsToTxnRequest, messages.AddPartitionsToTxnResponse),
  addOffsetsToTxn: api("AddOffsetsToTxn", messages.AddOffsetsToTxnRequest, messages.AddOffsetsToTxnResponse),
  endTxn: api("EndTxn", messages.EndTxnRequest, messages.EndTxnResponse),
  writeTxnMarkers: api("WriteTxnMarkers", messages.WriteTxnMarkersRequest, messages.WriteTxnMarkersResponse),
  txnOffsetCommit: api("TxnOffsetCommit", messages.TxnOffsetCommitRequest, messages.TxnOffsetCommitResponse),
  describeAcls: api("DescribeAcls", messages.DescribeAclsRequest, messages.DescribeAclsResponse),
  createAcls: api("CreateAcls", messages.CreateAclsRequest, messages.CreateAclsResponse),
  deleteAcls: api("DeleteAcls", messages.DeleteAclsRequest, messages.DeleteAclsResponse),
  describeConfigs: api("DescribeConfigs", messages.DescribeConfigsRequest, messages.DescribeConfigsResponse),
  alterConfigs: api("AlterConfigs", messages.AlterConfigsRequest, messages.AlterConfigsResponse),
  alterReplicaLogDirs: api("AlterReplicaLogDirs", messages.AlterReplicaLogDirsRequest, messages.AlterReplicaLogDirsResponse),
  describeLogDirs: api("DescribeLogDirs", messages.DescribeLogDirsRequest, messages.DescribeLogDirsResponse),
  saslAuthenticate: api("SaslAuthenticate", messages.SaslAuthenticateRequest, messages.SaslAuthenticateResponse),
  createPartitions: api("CreatePartitions", messages.CreatePartitionsRequest, messages.CreatePartitionsResponse),
  createDelegationToken: api("CreateDelegationToken", messages.CreateDelegationTokenRequest, messages.CreateDelegationTokenResponse),
  renewDelegationToken: api("RenewDelegationToken", messages.RenewDelegationTokenRequest, messages.RenewDelegationTokenResponse),
  expireDelegationToken: api("ExpireDelegationToken", messages.ExpireDelegationTokenRequest, messages.ExpireDelegationTokenResponse),
  describeDelegationToken: api(
    "DescribeDelegationToken",
    messages.DescribeDelegationTokenRequest,
    messages.DescribeDelegationTokenResponse,
  ),
  deleteGroups: api("DeleteGroups", messages.DeleteGroupsRequest, messages.DeleteGroupsResponse),
  electLeaders: api("ElectLeaders", messages.ElectLeadersRequest, messages.ElectLeadersResponse),
  incrementalAlterConfigs: api(
    "IncrementalAlterConfigs",
    messages.IncrementalAlterConfigsRequest,
    messages.IncrementalAlterConfigsResponse,
  ),
  alterPartitionReassignments: api(
    "AlterPartitionReassignments",
    messages.AlterPartitionReassignmentsRequest,
    messages.AlterPartitionReassignmentsResponse,
  ),
  listPartitionReassignments: api(
    "ListPartitionReassignments",
    messages.ListPartitionReassignmentsRequest,
    messages.ListPartitionReassignmentsResponse,
  ),
  offsetDelete: api("OffsetDelete", messages.OffsetDeleteRequest, messages.OffsetDeleteResponse),
  describeClientQuotas: api("DescribeClientQuotas", messages.DescribeClientQuotasRequest, messages.DescribeClientQuotasResponse),
  alterClientQuotas: api("AlterClientQuotas", messages.AlterClientQuotasRequest, messages.AlterClientQuotasResponse),
  describeUserScramCredentials: api(
    "DescribeUserScramCredentials",
    messages.DescribeUserScramCredentialsRequest,
    messages.DescribeUserScramCredentialsResponse,
  ),
  alterUserScramCredentials: api(
    "AlterUserScramCredentials",
    messages.AlterUserScramCredentialsRequest,
    messages.AlterUserScramCredentialsResponse,
  ),
  describeQuorum: api("DescribeQuorum", messages.DescribeQuorumRequest, messages.DescribeQuorumResponse),
  updateFeatures: api("UpdateFeatures", messages.UpdateFeaturesRequest, messages.UpdateFeaturesResponse),
  describeCluster: api("DescribeCluster", messages.DescribeClusterRequest, messages.DescribeClusterResponse),
  describeProducers: api("DescribeProducers", messages.DescribeProducersRequest, messages.DescribeProducersResponse),
  unregisterBroker: api("UnregisterBroker", messages.UnregisterBrokerRequest, messages.UnregisterBrokerResponse),
  describeTransactions: api("DescribeTransactions", messages.DescribeTransactionsRequest, messages.DescribeTransactionsResponse),
  listTransactions: api("ListTransactions", messages.ListTransactionsRequest, messages.ListTransactionsResponse),
  consumerGroupHeartbeat: api("ConsumerGroupHeartbeat", messages.ConsumerGroupHeartbeatRequest, messages.ConsumerGroupHeartbeatResponse),
  consumerGroupDescribe: api("ConsumerGroupDescribe", messages.ConsumerGroupDescribeRequest, messages.ConsumerGroupDescribeResponse),
  getTelemetrySubscriptions: api(
    "GetTelemetrySubscriptions",
    messages.GetTelemetrySubscriptionsRequest,
    messages.GetTelemetrySubscriptionsResponse,
  ),
  pushTelemetry: api("PushTelemetry", messages.PushTelemetryRequest, messages.PushTelemetryResponse),
  listConfigResources: api("ListConfigResources", messages.ListConfigResourcesRequest, messages.ListConfigResourcesResponse),
  describeTopicPartitions: api(
    "DescribeTopicPartitions",
    messages.DescribeTopicPartitionsRequest,
    messages.DescribeTopicPartitionsResponse,
  ),
  shareGroupHeartbeat: api("ShareGroupHeartbeat", messages.ShareGroupHeartbeatRequest, messages.ShareGroupHeartbeatResponse),
  shareGroupDescribe: api("ShareGroupDescribe", messages.ShareGroupDescribeRequest, messages.ShareGroupDescribeResponse),
  shareFetch: api("ShareFetch", messages.ShareFetchRequest, messages.ShareFetchResponse),
  shareAcknowledge: api("ShareAcknowledge", messages.ShareAcknowledgeRequest, messages.ShareAcknowledgeResponse),
  addRaftVoter: api("AddRaftVoter", messages.AddRaftVoterRequest, messages.AddRaftVoterResponse),
  removeRaftVoter: api("RemoveRaftVoter", messages.RemoveRaftVoterRequest, messages.RemoveRaftVoterResponse),
  initializeShareGroupState: api(
    "InitializeShareGroupState",
    messages.InitializeShareGroupStateRequest,
    messages.InitializeShareGroupStateResponse,
  ),
  readShareGroupState: api("ReadShareGroupState", messages.ReadShareGroupStateRequest, messages.ReadShareGroupStateResponse),
  writeShareGroupState: api("WriteShareGroupState", messages.WriteShareGroupStateRequest, messages.WriteShareGroupStateResponse),
  deleteShareGroupState: api("DeleteShareGroupState", messages.DeleteShareGroupStateRequest, messages.DeleteShareGroupStateResponse),
  readShareGroupStateSummary: api(
    "ReadShareGroupStateSummary",
    messages.ReadShareGroupStateSummaryRequest,
    messages.ReadShareGroupStateSummaryResponse,
  ),
  streamsGroupHeartbeat: api("StreamsGroupHeartbeat", messages.StreamsGroupHeartbeatRequest, messages.StreamsGroupHeartbeatResponse),
  streamsGroupDescribe: api("StreamsGroupDescribe", messages.StreamsGroupDescribeRequest, messages.StreamsGroupDescribeResponse),
  describeShareGroupOffsets: api(
    "DescribeShareGroupOffsets",
    messages.DescribeShareGroupOffsetsRequest,
    messages.DescribeShareGroupOffsetsResponse,
  ),
  alterShareGroupOffsets: api("AlterShareGroupOffsets", messages.AlterShareGroupOffsetsRequest, messages.AlterShareGroupOffsetsResponse),
  deleteShareGroupOffsets: api(
    "DeleteShareGroupOffsets",
    messages.DeleteShareGroupOffsetsRequest,
    messages.DeleteShareGroupOffsetsResponse,
  ),
} as const satisfies Readonly<Record<Uncapitalize<ApiName>, unknown>>;

const byKey = new Map<number, Api>(Object.values(apis).map((row) => [row.key, row]));

/** The API with a key, if Millrace knows it. */
export function apiByKey(key: number): Api | undefined {
  return byKey.get(key);
}

/** The version of RequestHeader in front of a request. */
export function requestHeaderVersion(api: Pick<Api, "request">, version: number): number {
  return version >= api.request.flexibleFrom ? REQUEST_HEADER_FLEXIBLE : REQUEST_HEADER_PLAIN;
}

/** The version of ResponseHeader in front of a response. ApiVersions keeps the plain one, as the client can't know better yet (KIP-511). */
export function responseHeaderVersion(api: Pick<Api, "key" | "response">, version: number): number {
  if (api.key === API_VERSIONS_KEY) return RESPONSE_HEADER_PLAIN;
  return version >= api.response.flexibleFrom ? RESPONSE_HEADER_FLEXIBLE : RESPONSE_HEADER_PLAIN;
}
