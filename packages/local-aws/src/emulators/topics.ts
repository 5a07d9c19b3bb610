/** A call that the SNS emulator refused. */
export class TopicError extends Error {
  override name = 'TopicError';
}

type Parameters = Record<string, string>;

async function call(snsUrl: string, action: string, parameters: Parameters): Promise<string> {
  const response = await fetch(snsUrl, {
    method: 'POST',
    body: new URLSearchParams({ Action: action, Version: '2010-03-31', ...parameters }),
  });
  const answer = await response.text();
  if (!response.ok) throw new TopicError(`SNS refused ${action}: ${answer}`);
  return answer;
}

const element = (xml: string, name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';

function attributesOf(attributes: Parameters): Parameters {
  const entries = Object.entries(attributes).flatMap(([key, value], index) => [
    [`Attributes.entry.${index + 1}.key`, key],
    [`Attributes.entry.${index + 1}.value`, value],
  ]);
  return Object.fromEntries(entries);
}

/** Creates a topic; its ARN. */
export async function createTopic(snsUrl: string, name: string): Promise<string> {
  return element(await call(snsUrl, 'CreateTopic', { Name: name }), 'TopicArn');
}

/** Subscribes a queue to a topic; the subscription's ARN. */
export async function subscribeQueue(
  snsUrl: string,
  { topicArn, queueArn, attributes }: { topicArn: string; queueArn: string; attributes: Parameters },
): Promise<string> {
  const target = { TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArn, ReturnSubscriptionArn: 'true' };
  return element(await call(snsUrl, 'Subscribe', { ...target, ...attributesOf(attributes) }), 'SubscriptionArn');
}

export async function publish(snsUrl: string, topicArn: string, message: string): Promise<void> {
  await call(snsUrl, 'Publish', { TopicArn: topicArn, Message: message });
}
