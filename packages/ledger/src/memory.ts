export { createMemoryDeliveryStore, deliveryId } from './memory-delivery-store.ts';
export { createMemoryEventFlowStore } from './memory-event-flow-store.ts';
export { createMemoryUserRecords } from './memory-user-records.ts';
