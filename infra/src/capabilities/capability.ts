import type { WorkerEntry } from '@postconfirm/contract';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Deployment } from '../constructs/deployment.ts';
import type { Queues } from '../constructs/queue-with-dlq.ts';

/** Where a worker is being put together, and what there is to use. */
export type WorkerContext = {
  scope: Construct;
  entry: WorkerEntry;
  deployment: Deployment;
  queues: Queues;
  table: Table;
};

/** The settings that a use needs and the permissions that it takes. */
export type Granted = { environment: Record<string, string>; statements: PolicyStatement[] };
