import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from '../account.ts';
import type { Emulators } from '../emulators.ts';
import type { AliasOf } from '../lambda/function-name.ts';
import type { FunctionSettings } from '../lambda/function-settings.ts';
import type { Permission } from '../lambda/policies.ts';
import { readAssembly, type Stack } from './assembly.ts';
import { createAlias, createVersion } from './create-alias.ts';
import { createConfigurationSet, createEmailIdentity, createEventDestination } from './create-email-settings.ts';
import { createFunction } from './create-function.ts';
import { createLogGroup, type Retention } from './create-log-group.ts';
import { createMapping, type WantedMapping } from './create-mapping.ts';
import { createPermission } from './create-permission.ts';
import { createQueue, type Queue } from './create-queue.ts';
import { createRule, type WantedBeat } from './create-rule.ts';
import { createTable } from './create-table.ts';
import { createSubscription, createTopic } from './create-topic.ts';
import { createUserPool, createUserPoolClient } from './create-user-pool.ts';
import { type Creator, deploy } from './deploy.ts';
import { NOTHING_TO_EMULATE } from './nothing-to-emulate.ts';

/** What a cloud assembly turned out to hold. Queues, tables, topics and pools exist; functions and mappings are to be run. */
export interface Inventory {
  queues: Queue[];
  tables: string[];
  functions: FunctionSettings[];
  aliases: AliasOf[];
  permissions: Permission[];
  retentions: Retention[];
  mappings: WantedMapping[];
  pools: string[];
  clients: string[];
  beats: WantedBeat[];
}

/** Creates in the emulators what the templates of an assembly say. */
export async function deployAssembly(folder: string, emulators: Emulators): Promise<Inventory> {
  const inventory: Inventory = {
    queues: [],
    tables: [],
    functions: [],
    aliases: [],
    permissions: [],
    retentions: [],
    mappings: [],
    pools: [],
    clients: [],
    beats: [],
  };
  const sqs = new SQSClient(clientOptions(emulators.urls.sqs));
  const dynamodb = new DynamoDBClient(clientOptions(emulators.urls.dynamodb));
  const stacks: Stack[] = readAssembly(folder);
  try {
    const creators = creatorsOf(inventory, emulators, { sqs, dynamodb });
    await deploy(stacks, { creators, nothingToEmulate: NOTHING_TO_EMULATE });
  } finally {
    sqs.destroy();
    dynamodb.destroy();
  }
  return inventory;
}

interface Clients {
  sqs: SQSClient;
  dynamodb: DynamoDBClient;
}

function creatorsOf(inventory: Inventory, emulators: Emulators, { sqs, dynamodb }: Clients): Record<string, Creator> {
  const { urls, ses, pools } = emulators;
  const into =
    <T>(list: T[]) =>
    (item: T) =>
      void list.push(item);
  return {
    'AWS::SQS::Queue': createQueue(sqs, { sqsUrl: urls.sqs, found: into(inventory.queues) }),
    'AWS::DynamoDB::Table': createTable(dynamodb, into(inventory.tables)),
    'AWS::Lambda::Function': createFunction(into(inventory.functions)),
    'AWS::Lambda::Alias': createAlias(into(inventory.aliases)),
    'AWS::Lambda::Version': createVersion,
    'AWS::Lambda::Permission': createPermission(into(inventory.permissions)),
    'AWS::Lambda::EventSourceMapping': createMapping(into(inventory.mappings)),
    'AWS::Logs::LogGroup': createLogGroup(into(inventory.retentions)),
    'AWS::SNS::Topic': createTopic(urls.sns),
    'AWS::SNS::Subscription': createSubscription(urls.sns),
    'AWS::Events::Rule': createRule(into(inventory.beats)),
    'AWS::SES::ConfigurationSet': createConfigurationSet(ses),
    'AWS::SES::ConfigurationSetEventDestination': createEventDestination(ses),
    'AWS::SES::EmailIdentity': createEmailIdentity,
    'AWS::Cognito::UserPool': createUserPool(pools, into(inventory.pools)),
    'AWS::Cognito::UserPoolClient': createUserPoolClient(pools, into(inventory.clients)),
  };
}
