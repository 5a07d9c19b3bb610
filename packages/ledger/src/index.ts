export {
  type Decision,
  type DeliveryRules,
  decide,
  type Entry,
  type EventFlow,
  type Facts,
  MESSAGE_RULES,
  type Situation,
  situationOf,
} from './decide.ts';
export {
  createDeliver,
  type DeliveryPorts,
  type DeliveryRequest,
  type Intent,
  type RejectionClass,
  type SendResult,
} from './deliver.ts';
export type { Claim, Delivery, DeliveryKey, DeliveryState, DeliveryStore, Seen } from './delivery.ts';
export { createDynamoDbDeliveryStore } from './dynamodb-delivery-store.ts';
