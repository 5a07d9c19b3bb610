import { createTopic as create, subscribeQueue } from '../emulators/topics.ts';
import type { Created, Wanted } from './deploy.ts';

export const createTopic =
  (snsUrl: string) =>
  async ({ logicalId, properties, stack }: Wanted): Promise<Created> => {
    const name = String(properties['TopicName'] ?? `${stack.name}-${logicalId}`);
    const arn = await create(snsUrl, name);
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  };

/** Subscribes a queue; another protocol than SQS is refused. */
export const createSubscription =
  (snsUrl: string) =>
  async ({ properties }: Wanted): Promise<Created> => {
    if (properties['Protocol'] !== 'sqs')
      throw new Error(`subscriptions by ${properties['Protocol']} are not emulated`);
    const given = ['RawMessageDelivery', 'FilterPolicy', 'RedrivePolicy'].filter(
      (name) => properties[name] !== undefined,
    );
    const attributes = Object.fromEntries(given.map((name) => [name, asText(properties[name])]));
    const target = { topicArn: String(properties['TopicArn']), queueArn: String(properties['Endpoint']), attributes };
    const arn = await subscribeQueue(snsUrl, target);
    return { ref: arn, attributes: { Arn: arn } };
  };

const asText = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
