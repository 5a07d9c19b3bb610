import { ConfigurationSet, EmailSendingEvent, EventDestination, SuppressionReasons } from 'aws-cdk-lib/aws-ses';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { physicalName } from '../names.ts';
import type { Queues } from '../stacks/data-stack.ts';
import type { Deployment } from './deployment.ts';

/** SES's configuration set, and the way of its events over the topic to the queue `email-events`. */
export class EmailEvents extends Construct {
  constructor(scope: Construct, { stage }: Deployment, queues: Queues) {
    super(scope, 'email-events');
    const { queue, deadLetterQueue } = queues['email-events'];
    // Not encrypted by a key of one's own: without a grant on it, SES would drop its events in silence.
    const topic = new Topic(this, 'Topic', { topicName: physicalName(stage, 'email-events'), enforceSSL: true });
    // The queues' own policies let the topic in (data stack); the L2 subscription would add a reference back to here.
    new CfnSubscription(this, 'Subscription', {
      topicArn: topic.topicArn,
      protocol: 'sqs',
      endpoint: queue.queueArn,
      rawMessageDelivery: true,
      redrivePolicy: { deadLetterTargetArn: deadLetterQueue.queueArn },
    });
    const configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: physicalName(stage),
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      reputationMetrics: true,
    });
    configurationSet.addEventDestination('Events', {
      configurationSetEventDestinationName: physicalName(stage, 'email-events'),
      destination: EventDestination.snsTopic(topic),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.DELIVERY_DELAY,
      ],
    });
  }
}
