import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import {
  DescribeConfigurationSetCommand,
  GetAccountSendingEnabledCommand,
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
} from '@aws-sdk/client-ses';
import { INVOCATIONS_PER_POLLER } from '@postconfirm/contract';
import { deployedFunction } from '../stage/deployed-function.ts';
import { mappingOf } from '../stage/mappings.ts';
import type { Stage } from '../stage/stage.ts';
import { broken, type Check, ok, warning } from './finding.ts';

/** What SES allows an account in its sandbox, where it mails verified recipients alone. */
const SANDBOX_A_DAY = 200;

const emailVariables = async (stage: Stage) => (await deployedFunction(stage, 'email-worker')).variables;

export const checkSender: Check = {
  name: 'SES sender',
  look: async (stage) => {
    const { SENDER: address = '' } = await emailVariables(stage);
    const domain = address.slice(address.indexOf('@') + 1);
    const { VerificationAttributes = {} } = await stage.clients.ses.send(
      new GetIdentityVerificationAttributesCommand({ Identities: [address, domain] }),
    );
    const verified = Object.entries(VerificationAttributes).find(([, one]) => one.VerificationStatus === 'Success');
    if (verified) return ok(`identity ${verified[0]} is verified`);
    return broken(`neither ${address} nor ${domain} is verified`, 'Verify the domain in SES: docs/deploy.md.');
  },
};

export const checkSending: Check = {
  name: 'SES account',
  look: async ({ clients }) => {
    const [{ Enabled }, { Max24HourSend = 0, SentLast24Hours = 0 }] = await Promise.all([
      clients.ses.send(new GetAccountSendingEnabledCommand({})),
      clients.ses.send(new GetSendQuotaCommand({})),
    ]);
    if (Enabled === false)
      return broken('sending is paused', 'Find out why in the SES console; emails wait meanwhile.');
    if (Max24HourSend >= 0 && Max24HourSend <= SANDBOX_A_DAY) {
      return warning('is in the sandbox: strangers get no email', 'Ask AWS for production access in the SES console.');
    }
    // A quota of −1 is none.
    if (Max24HourSend > 0 && SentLast24Hours > 0.8 * Max24HourSend) {
      return warning(`${SentLast24Hours} of ${Max24HourSend} emails of a day are sent`, 'Ask AWS for a higher quota.');
    }
    return ok(`sends up to ${Max24HourSend} emails a day`);
  },
};

export const checkPacing: Check = {
  name: 'SES pacing',
  look: async (stage) => {
    const [{ MaxSendRate = 0 }, { SEND_INTERVAL_MILLISECONDS = '0' }, mapping] = await Promise.all([
      stage.clients.ses.send(new GetSendQuotaCommand({})),
      emailVariables(stage),
      mappingOf(stage, 'email'),
    ]);
    const environments = mostInvocations(mapping);
    const rate = (environments * 1000) / Math.max(1, Number(SEND_INTERVAL_MILLISECONDS));
    if (rate <= MaxSendRate) return ok(`at most ${rate.toFixed(1)} emails a second, SES takes ${MaxSendRate}`);
    return warning(
      `up to ${rate.toFixed(1)} emails a second, SES takes ${MaxSendRate}: throttles cost receives`,
      'Set email.sendsPerSecond in the stage’s config to what SES allows.',
    );
  },
};

/** What a mapping lets run at once: what its provisioned pollers keep going, or its maximum concurrency. */
export function mostInvocations(mapping?: EventSourceMappingConfiguration): number {
  const pollers = mapping?.ProvisionedPollerConfig?.MaximumPollers;
  return pollers === undefined ? (mapping?.ScalingConfig?.MaximumConcurrency ?? 1) : pollers * INVOCATIONS_PER_POLLER;
}

export const checkConfigurationSet: Check = {
  name: 'SES events',
  look: async (stage) => {
    const { CONFIGURATION_SET } = await emailVariables(stage);
    const { EventDestinations = [] } = await stage.clients.ses.send(
      new DescribeConfigurationSetCommand({
        ConfigurationSetName: CONFIGURATION_SET,
        ConfigurationSetAttributeNames: ['eventDestinations'],
      }),
    );
    if (EventDestinations.some(({ Enabled }) => Enabled)) return ok('are published');
    return broken('are not published: a doubtful send waits for a person', 'Deploy the stage again.');
  },
};
