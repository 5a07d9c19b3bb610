import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { WorkerContext } from '../capabilities/capability.ts';
import { granted } from '../capabilities/granted.ts';
import type { WorkerEntry } from '../workers.ts';
import { ServiceFunction } from './service-function.ts';

/** The function of one entry of `WORKERS`, fed by its queue. */
export class Worker extends ServiceFunction {
  constructor(scope: Construct, entry: WorkerEntry, context: Omit<WorkerContext, 'scope' | 'entry'>) {
    const numbers = context.deployment.config.workers[entry.name];
    super(scope, entry.name, {
      deployment: context.deployment,
      ...numbers,
      ...granted(entry.uses, { ...context, scope, entry }),
    });
    new CfnEventSourceMapping(this, 'Mapping', {
      functionName: this.alias.functionArn,
      eventSourceArn: context.queues[entry.queue].queue.queueArn,
      batchSize: numbers.batchSize,
      maximumBatchingWindowInSeconds: numbers.batchingWindowSeconds,
      scalingConfig: { maximumConcurrency: numbers.maximumConcurrency },
      // One bad message fails alone.
      functionResponseTypes: ['ReportBatchItemFailures'],
    });
  }
}
