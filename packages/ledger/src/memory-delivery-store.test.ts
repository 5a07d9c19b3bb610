import { deliveryStoreContract } from './delivery-store.contract.ts';
import { createMemoryDeliveryStore } from './memory-delivery-store.ts';

deliveryStoreContract('in memory', () => ({
  store: createMemoryDeliveryStore(),
  key: { pool: 'eu-central-1_Abc', sub: 'sub-1', kind: 'confirmed' },
}));
