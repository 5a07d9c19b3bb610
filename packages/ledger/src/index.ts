export { type Budget, budgetFor, NO_BUDGET_SPENT, type RequestMarks } from './budget.ts';
export {
  type Decision,
  type DeliveryRules,
  decide,
  type Entry,
  type Facts,
  PROTOCOL,
  type Situation,
  situationOf,
} from './decide.ts';
export { createDeliver } from './deliver.ts';
export {
  type Claim,
  type Delivery,
  type DeliveryKey,
  type DeliveryState,
  type DeliveryStore,
  type EventRecorded,
  SES_EVENT_TYPES,
  type Seen,
  type SesEventType,
} from './delivery.ts';
export type {
  DeliveryPorts,
  DeliveryRequest,
  Intent,
  RejectionClass,
  SendResult,
} from './delivery-step.ts';
export { type Attention, readAttention } from './dynamodb-attention.ts';
export { createDynamoDbClient } from './dynamodb-client.ts';
export { readDeliveries } from './dynamodb-deliveries.ts';
export { createDynamoDbDeliveryStore, toDelivery } from './dynamodb-delivery-store.ts';
export { createDynamoDbEventFlowStore } from './dynamodb-event-flow-store.ts';
export { type FoundRecord, readUserRecords } from './dynamodb-user-record-batch.ts';
export { createDynamoDbUserRecords } from './dynamodb-user-records.ts';
export type { EventFlow, EventFlowStore } from './event-flow.ts';
export { userPartition } from './user-partition.ts';
export {
  type ConfirmedUser,
  hashOf,
  type Json,
  mergeObservation,
  type Observation,
  type SourceData,
  type SourceState,
  UNFETCHED,
  type UserKey,
  type UserRecord,
  type UserRecords,
  type WriteBackState,
} from './user-record.ts';
export { parseUserRecord } from './user-record-item.ts';
