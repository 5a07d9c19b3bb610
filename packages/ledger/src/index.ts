export { type Budget, budgetFor, NO_BUDGET_SPENT, type RequestMarks } from './budget.ts';
export type {
  Decision,
  DeliveryRules,
  Entry,
  EventFlow,
  Facts,
  Situation,
} from './decide.ts';
export { createDeliver } from './deliver.ts';
export type { Claim, Delivery, DeliveryKey, DeliveryState, DeliveryStore, Seen } from './delivery.ts';
export type {
  DeliveryPorts,
  DeliveryRequest,
  Intent,
  RejectionClass,
  SendResult,
} from './delivery-step.ts';
export { createDynamoDbClient } from './dynamodb-client.ts';
export { createDynamoDbDeliveryStore } from './dynamodb-delivery-store.ts';
export { createDynamoDbUserRecords } from './dynamodb-user-records.ts';
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
