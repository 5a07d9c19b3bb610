import {
  DescribeConfigurationSetCommand,
  GetAccountSendingEnabledCommand,
  GetIdentityDkimAttributesCommand,
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  ListConfigurationSetsCommand,
  SESClient,
  SendEmailCommand,
} from '@aws-sdk/client-ses';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { clientOptions } from '../account.ts';
import type { AccountState } from './account.ts';
import { type Ses, startSes } from './front.ts';

const topicArn = 'arn:aws:sns:eu-central-1:000000000000:events';

let ses: Ses;
let client: SESClient;

beforeAll(async () => {
  ses = await startSes({ snsUrl: 'http://127.0.0.1:9' });
  client = new SESClient({ ...clientOptions(ses.url), maxAttempts: 1 });
  const destination = { name: 'events', enabled: false, topicArn, eventTypes: ['send', 'renderingFailure'] };
  ses.configure('transactional', { reputationMetrics: true });
  ses.configure('transactional', { destinations: [destination] });
});
afterEach(() => ses.behave());
afterAll(async () => {
  client?.destroy();
  await ses?.close();
});

const send = (to: string) =>
  client.send(
    new SendEmailCommand({
      Source: '"Example" <welcome@example.com>',
      Destination: { ToAddresses: [to] },
      Message: { Subject: { Data: 'Welcome' }, Body: { Text: { Data: 'text' } } },
    }),
  );

test('describes a configuration set as far as it is asked', async () => {
  expect((await client.send(new ListConfigurationSetsCommand({}))).ConfigurationSets).toEqual([
    { Name: 'transactional' },
  ]);
  const ConfigurationSetName = 'transactional';
  const name = await client.send(new DescribeConfigurationSetCommand({ ConfigurationSetName }));
  expect([name.ConfigurationSet, name.EventDestinations]).toEqual([{ Name: 'transactional' }, undefined]);
  const all = await client.send(
    new DescribeConfigurationSetCommand({
      ConfigurationSetName,
      ConfigurationSetAttributeNames: ['eventDestinations', 'reputationOptions'],
    }),
  );
  expect(all).toMatchObject({
    EventDestinations: [
      {
        Name: 'events',
        Enabled: false,
        MatchingEventTypes: ['send', 'renderingFailure'],
        SNSDestination: { TopicARN: topicArn },
      },
    ],
    ReputationOptions: { SendingEnabled: true, ReputationMetricsEnabled: true },
  });
});

test('knows no other configuration set', async () => {
  const command = new DescribeConfigurationSetCommand({ ConfigurationSetName: 'other' });
  await expect(client.send(command)).rejects.toMatchObject({ name: 'ConfigurationSetDoesNotExistException' });
});

test('has verified every identity but those that it is told', async () => {
  ses.behave({ account: { unverified: ['example.org'] } });
  const Identities = ['example.com', 'welcome@example.org'];
  const verification = await client.send(new GetIdentityVerificationAttributesCommand({ Identities }));
  expect(verification.VerificationAttributes).toEqual({
    'example.com': { VerificationStatus: 'Success' },
    'welcome@example.org': { VerificationStatus: 'Pending' },
  });
  const { DkimAttributes } = await client.send(new GetIdentityDkimAttributesCommand({ Identities }));
  expect(DkimAttributes).toMatchObject({
    'example.com': { DkimEnabled: true, DkimVerificationStatus: 'Success' },
    'welcome@example.org': { DkimEnabled: false, DkimVerificationStatus: 'Pending' },
  });
});

test('is out of the sandbox, and in it when told so', async () => {
  const quota = async () => {
    const { Max24HourSend, MaxSendRate } = await client.send(new GetSendQuotaCommand({}));
    return [Max24HourSend, MaxSendRate];
  };
  expect(await quota()).toEqual([50_000, 200]);
  ses.behave({ account: { sandbox: true } });
  expect(await quota()).toEqual([200, 1]);
});

test.each<[string, AccountState, string]>([
  ['from an identity that nobody verified', { unverified: ['example.com'] }, 'MessageRejected'],
  ['to a stranger from the sandbox', { sandbox: true }, 'MessageRejected'],
  ['while sending is paused', { sendingEnabled: false }, 'AccountSendingPausedException'],
])('takes no email %s', async (_what, account, name) => {
  ses.behave({ account });
  const { Enabled } = await client.send(new GetAccountSendingEnabledCommand({}));
  expect(Enabled).toBe(account.sendingEnabled ?? true);
  await expect(send('someone@example.org')).rejects.toMatchObject({ name });
  ses.behave();
  expect((await send('someone@example.org')).MessageId).toMatch(/^ses-/);
});

test('takes emails to its own domain in the sandbox', async () => {
  ses.behave({ account: { sandbox: true } });
  expect((await send('someone@example.com')).MessageId).toMatch(/^ses-/);
});
