import { type CfnResource, Duration } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { ConfigurationSet, EmailSendingEvent, EventDestination, SuppressionReasons } from 'aws-cdk-lib/aws-ses';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { HEARTBEAT_SECONDS, scaledSeconds } from '../config/derived.ts';
import { physicalName } from '../names.ts';
import type { Deployment } from './deployment.ts';
import type { Queues } from './queue-with-dlq.ts';

/** As services/email-events reads it. */
const HEARTBEAT = { eventType: 'Heartbeat', time: EventField.time };

type Surroundings = { queues: Queues; key: IKey | undefined };

/** SES's configuration set, a heartbeat, and the way of SES's events over the topic to the queue `email-events`. */
export class SesEvents extends Construct {
  constructor(scope: Construct, { stage, config }: Deployment, { queues, key }: Surroundings) {
    super(scope, 'ses-events');
    const { queue, deadLetterQueue } = queues['email-events'];
    const topic = new Topic(this, 'Topic', {
      topicName: physicalName(stage, 'email-events'),
      enforceSSL: true,
      ...(key && { masterKey: key }),
    });
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
        EmailSendingEvent.RENDERING_FAILURE,
      ],
    });
    const heartbeat = new Rule(this, 'Heartbeat', {
      schedule: Schedule.rate(Duration.seconds(HEARTBEAT_SECONDS)),
      targets: [new SnsTopic(topic, { message: RuleTargetInput.fromObject(HEARTBEAT) })],
    });
    // EventBridge knows no rate below a minute: a stage that runs faster beats by this instead.
    (heartbeat.node.defaultChild as CfnResource).addMetadata(
      'postconfirm:everySeconds',
      scaledSeconds(config, HEARTBEAT_SECONDS),
    );
  }
}
