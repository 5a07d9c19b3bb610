import { allow } from '../constructs/allow.ts';
import type { Granted, WorkerContext } from './capability.ts';

/** Reads an item and updates it under a condition: nothing here replaces, deletes or scans. */
export const table = ({ table: ledger }: WorkerContext): Granted => ({
  environment: { TABLE_NAME: ledger.tableName },
  statements: [allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [ledger.tableArn])],
});
