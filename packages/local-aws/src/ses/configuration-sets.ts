import { listOf } from './email-request.ts';
import type { EventDestination } from './event-publisher.ts';
import type { Refusal } from './outcome.ts';
import type { Result } from './xml.ts';

export interface ConfigurationSet {
  reputationMetrics: boolean;
  sendingEnabled: boolean;
  destinations: EventDestination[];
}

export type ConfigurationSets = ReadonlyMap<string, ConfigurationSet>;

export const unknownSet = (name: string): Refusal => ({
  code: 'ConfigurationSetDoesNotExist',
  message: `Configuration set <${name}> does not exist.`,
});

export const listConfigurationSets = (sets: ConfigurationSets): Result => ({
  ConfigurationSets: [...sets.keys()].map((Name) => ({ Name })),
});

/** DescribeConfigurationSet: of the details those that are asked for. */
export function describeConfigurationSet(sets: ConfigurationSets, form: URLSearchParams): Result | Refusal {
  const name = form.get('ConfigurationSetName') ?? '';
  const set = sets.get(name);
  if (!set) return unknownSet(name);
  const asked = listOf(form, 'ConfigurationSetAttributeNames');
  return {
    ConfigurationSet: { Name: name },
    ...(asked.includes('eventDestinations') && { EventDestinations: set.destinations.map(described) }),
    ...(asked.includes('reputationOptions') && { ReputationOptions: reputationOf(set) }),
  };
}

const reputationOf = ({ sendingEnabled, reputationMetrics }: ConfigurationSet): Result => ({
  SendingEnabled: sendingEnabled,
  ReputationMetricsEnabled: reputationMetrics,
});

const described = ({ name, enabled, eventTypes, topicArn }: EventDestination): Result => ({
  Name: name,
  Enabled: enabled,
  MatchingEventTypes: eventTypes,
  SNSDestination: { TopicARN: topicArn },
});
