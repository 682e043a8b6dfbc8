export type { DescribedConsumerGroup } from "./consumer/describe.ts";
export type { ResolvedRegexes } from "./consumer/regexes.ts";
export type { Coordinator, EncodedRecord, ProducerIdentity, RecordFormat, TransactionEnd } from "./coordinator.ts";
export { coordinatorPartition } from "./coordinator-partition.ts";
export type {
  ConsumerGroupConfig,
  GroupConfig,
  GroupConfigs,
  MigrationPolicy,
  ShareGroupConfig,
  StreamsGroupConfig,
} from "./group-config.ts";
export { type Call, GroupCoordinator, type HeartbeatCall, type JoinCall, type StreamsHeartbeatCall } from "./group-coordinator.ts";
export type { DescribedGroup, GroupFilter, ListedGroup } from "./group-describe.ts";
export { type GroupRecord, groupRecordFormat } from "./group-record.ts";
export { type AssignorName, assignors } from "./modern/assignors/index.ts";
export type { TopicFacts, TopicImage } from "./modern/topic-image.ts";
export { refusedCommit } from "./offsets/commit.ts";
export { refusedTransactionalCommit } from "./offsets/commit-transactional.ts";
export type { FetchedGroup, OffsetFetchGroup } from "./offsets/fetch.ts";
export { appendRefusal, type Outcome, type Reply, type Ticket } from "./outcome.ts";
export { Refusal } from "./refusal.ts";
export type { DescribedShareGroup } from "./share/describe.ts";
export type { Initialization, InitializationTask, StartOffsets } from "./share/initialization.ts";
export type { PartitionLists } from "./share/known-partitions.ts";
export type { AlteredOffsets, DeletedOffsets, DeletedTopic } from "./share/offsets.ts";
export type { ShareCall, ShareInputs } from "./share/share-inputs.ts";
export type { AcquiredRecords, AcquireRequest, FetchedBatch } from "./share-partition/acquire.ts";
export type { DeliveryConfig } from "./share-partition/delivery-config.ts";
export { acknowledgeTypes, type DeliveryState, deliveryStates } from "./share-partition/delivery-state.ts";
export { SharePartition, type StoredState } from "./share-partition/share-partition.ts";
export type { StateWrite } from "./share-partition/state-write.ts";
export type { AcknowledgementBatch } from "./share-partition/transition.ts";
export { coordinatorKey, isCoordinatorKey, type SharePartitionKey } from "./share-state/share-partition-key.ts";
export type { ShareState } from "./share-state/share-state.ts";
export type { ShareStateConfig, ShareStateConfigs } from "./share-state/share-state-config.ts";
export {
  type InitializeState,
  type PruneTask,
  type ReadState,
  type ReadStateAnswer,
  ShareStateCoordinator,
  type ShareStateOutcome,
  type ShareStateTimer,
  type StateAnswer,
  type StateCall,
  type StateSummaryAnswer,
  type WriteState,
} from "./share-state/share-state-coordinator.ts";
export { type ShareStateRecord, shareStateRecordFormat } from "./share-state/share-state-record.ts";
export type { StateBatch } from "./share-state/state-batches.ts";
export type { DescribedStreamsGroup } from "./streams/describe.ts";
export type { StreamsHeartbeatAnswer } from "./streams/heartbeat.ts";
export type { TimerEvent } from "./timer-event.ts";
export type { AddedPartitions, TransactionPartitions } from "./transactions/add-partitions.ts";
export type { DescribedTransaction, ListedTransaction, TransactionFilter } from "./transactions/list-transactions.ts";
export type { TopicPartition } from "./transactions/partition-set.ts";
export type { Transaction } from "./transactions/transaction.ts";
export type { TransactionConfig, TransactionConfigs } from "./transactions/transaction-config.ts";
export { type AddResponse, TransactionCoordinator } from "./transactions/transaction-coordinator.ts";
export { type TransactionRecord, transactionRecordFormat } from "./transactions/transaction-record.ts";
export { isTransactionState, type TransactionState } from "./transactions/transaction-state.ts";
export type { MarkersTask, TransactionCall, TransactionOutcome, TransactionTimer } from "./transactions/transaction-turn.ts";
export type { GroupOutcome, GroupTask, Requester, ResolveTask } from "./turn.ts";
