import type { Capability, WorkerEntry } from '@postconfirm/contract';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { WorkerContext } from '../capabilities/capability.ts';
import { granted } from '../capabilities/granted.ts';
import { numbersOf } from '../config/numbers-of.ts';
import type { WorkerNumbers } from '../config/stage-config.ts';
import { queueOf } from './queue-with-dlq.ts';
import { ServiceFunction } from './service-function.ts';

/** The function of one entry of the deployment's workers, fed by its queue. */
export class Worker extends ServiceFunction {
  readonly uses: readonly Capability[];

  constructor(scope: Construct, entry: WorkerEntry, context: Omit<WorkerContext, 'scope' | 'entry'>) {
    const numbers = numbersOf(context.deployment.config, entry.name);
    super(scope, entry.name, {
      deployment: context.deployment,
      ...numbers,
      ...granted(entry.uses, { ...context, scope, entry }),
    });
    this.uses = entry.uses;
    new CfnEventSourceMapping(this, 'Mapping', {
      functionName: this.alias.functionArn,
      eventSourceArn: queueOf(context.queues, entry.queue).queue.queueArn,
      batchSize: numbers.batchSize,
      maximumBatchingWindowInSeconds: numbers.batchingWindowSeconds,
      ...scaling(numbers),
      // One bad message fails alone.
      functionResponseTypes: ['ReportBatchItemFailures'],
    });
  }
}

/** Lambda takes one or the other. */
const scaling = ({ maximumConcurrency, provisionedPollers: pollers }: WorkerNumbers) =>
  pollers
    ? { provisionedPollerConfig: { minimumPollers: pollers.minimum, maximumPollers: pollers.maximum } }
    : { scalingConfig: { maximumConcurrency } };
