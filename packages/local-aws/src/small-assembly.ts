import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Sends what it is told to the queue, and goes wrong in the ways that a test asks for by the user's `plan`. */
const TRIGGER = `
  const url = process.env.CONFIRMATIONS_QUEUE_URL;
  if (!url) throw new Error('CONFIRMATIONS_QUEUE_URL is missing: it should be the URL of the queue');
  export const handler = async (event) => {
    const plan = event.request?.userAttributes?.['custom:plan'];
    if (plan === 'throw') throw new Error('no such plan');
    if (plan === 'nothing') return;
    console.log(JSON.stringify({ seen: event }));
    await fetch(process.env.AWS_ENDPOINT_URL_SQS, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' },
      body: JSON.stringify({ QueueUrl: url, MessageBody: JSON.stringify(event.request.userAttributes) }),
    });
    return event;
  };
`;

/** Mails the address in each message; a message that names no address stays in the queue. */
const WORKER = `
  export const handler = async ({ Records }) => {
    const batchItemFailures = [];
    for (const { messageId, body } of Records) {
      const { email } = JSON.parse(body);
      if (!email) { batchItemFailures.push({ itemIdentifier: messageId }); continue; }
      await fetch(process.env.AWS_ENDPOINT_URL_SES, { method: 'POST', body: new URLSearchParams({
        Action: 'SendEmail', Source: 'welcome@example.com', 'Destination.ToAddresses.member.1': email,
        'Message.Subject.Data': 'Welcome', 'Message.Body.Text.Data': 'Hello', ConfigurationSetName: process.env.CONFIGURATION_SET,
        'Tags.member.1.Name': 'kind', 'Tags.member.1.Value': 'confirmed',
      }) });
    }
    return { batchItemFailures };
  };
`;

/** Says what a schedule told it. */
const TICKER = `
  export const handler = async (event) => console.log(JSON.stringify({ ticked: event }));
`;

const queue = (name: string, redrive?: string) => ({
  Type: 'AWS::SQS::Queue',
  Properties: {
    QueueName: `small-test-${name}`,
    VisibilityTimeout: 1,
    ...(redrive && { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [redrive, 'Arn'] }, maxReceiveCount: 2 } }),
  },
});

const lambda = (service: string, variables: object, reserved?: number) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: `small-test-${service}`,
    Handler: 'index.handler',
    Code: { S3Bucket: 'assets', S3Key: `${service}.zip` },
    Timeout: 4,
    MemorySize: 128,
    Environment: { Variables: variables },
    ...(reserved && { ReservedConcurrentExecutions: reserved }),
  },
});

const alias = (lambdaId: string) => ({
  Type: 'AWS::Lambda::Alias',
  Properties: { FunctionName: { Ref: lambdaId }, Name: 'live' },
});

const TEMPLATE = {
  Resources: {
    // Before what it refers to, as in no template that a person would write.
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        FunctionName: { Ref: 'WorkerAlias' },
        EventSourceArn: { 'Fn::GetAtt': ['Confirmations', 'Arn'] },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 2 },
      },
    },
    DeadLetters: queue('confirmations-dlq'),
    Confirmations: queue('confirmations', 'DeadLetters'),
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'small-test',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      },
    },
    Role: { Type: 'AWS::IAM::Role' },
    Trigger: lambda('trigger', { CONFIRMATIONS_QUEUE_URL: { Ref: 'Confirmations' } }, 100),
    TriggerAlias: alias('Trigger'),
    Worker: lambda('worker', { CONFIGURATION_SET: { Ref: 'Set' } }),
    WorkerAlias: alias('Worker'),
    Ticker: lambda('ticker', {}),
    TickerAlias: alias('Ticker'),
    Tick: {
      Type: 'AWS::Events::Rule',
      Metadata: { 'postconfirm:everySeconds': 1 },
      Properties: {
        ScheduleExpression: 'rate(1 day)',
        Targets: [{ Id: 'Target0', Arn: { Ref: 'TickerAlias' }, Input: '{"job":"report"}' }],
      },
    },
    TickMayCall: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: 'TickerAlias' },
        Principal: 'events.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': ['Tick', 'Arn'] },
      },
    },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'small-test-email-events' } },
    EventsDeadLetters: queue('email-events-dlq'),
    Events: queue('email-events', 'EventsDeadLetters'),
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        Protocol: 'sqs',
        TopicArn: { Ref: 'Topic' },
        Endpoint: { 'Fn::GetAtt': ['Events', 'Arn'] },
        RawMessageDelivery: true,
      },
    },
    Set: { Type: 'AWS::SES::ConfigurationSet', Properties: { Name: 'small-test' } },
    Destination: {
      Type: 'AWS::SES::ConfigurationSetEventDestination',
      Properties: {
        ConfigurationSetName: { Ref: 'Set' },
        EventDestination: { MatchingEventTypes: ['send'], SnsDestination: { TopicARN: { Ref: 'Topic' } } },
      },
    },
    Pool: {
      Type: 'AWS::Cognito::UserPool',
      Properties: {
        AutoVerifiedAttributes: ['email'],
        UsernameAttributes: ['email'],
        Schema: [{ Name: 'plan', AttributeDataType: 'String', Mutable: true }],
        LambdaConfig: { PostConfirmation: { Ref: 'TriggerAlias' } },
      },
    },
    PoolMayCallTrigger: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: 'TriggerAlias' },
        Principal: 'cognito-idp.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': ['Pool', 'Arn'] },
        SourceAccount: { Ref: 'AWS::AccountId' },
      },
    },
    Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { Ref: 'Pool' } } },
  },
};

/** Writes a cloud assembly of three tiny functions, for tests of the stack that want no real service; its folder. */
export function writeSmallAssembly(folder: string): string {
  const write = (file: string, content: unknown) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
  };
  const asset = (service: string) => ({ source: { path: `asset.${service}`, packaging: 'zip' } });
  write('asset.trigger/index.mjs', TRIGGER);
  write('asset.worker/index.mjs', WORKER);
  write('asset.ticker/index.mjs', TICKER);
  write('small.assets.json', {
    files: { trigger: asset('trigger'), worker: asset('worker'), ticker: asset('ticker') },
  });
  write('small.template.json', TEMPLATE);
  write('manifest.json', {
    artifacts: {
      'small.assets': { type: 'cdk:asset-manifest', properties: { file: 'small.assets.json' } },
      small: {
        type: 'aws:cloudformation:stack',
        dependencies: ['small.assets'],
        properties: { templateFile: 'small.template.json', stackName: 'small-test' },
      },
    },
  });
  return folder;
}
