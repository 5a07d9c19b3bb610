import { Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { allow } from './allow.ts';
import type { ServiceFunction } from './service-function.ts';

/**
 * What each service asks of the key in the caller's name:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html and
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
const ASKED: Record<string, string[]> = {
  sqs: ['kms:Decrypt', 'kms:GenerateDataKey'],
  dynamodb: [
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ],
};

/** Lets a function use what the key encrypts, and that through the services alone that it calls. */
export function letUse(key: IKey, { role, statements }: ServiceFunction): void {
  const { region } = Stack.of(role);
  const called = new Set(statements.flatMap(({ actions }) => actions.map((action) => action.split(':')[0] ?? '')));
  for (const [service, actions] of Object.entries(ASKED)) {
    if (!called.has(service)) continue;
    const through = { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } };
    role.addToPolicy(allow(actions, [key.keyArn], through));
  }
}
