import type { Ses } from '../ses/front.ts';
import type { Created, Wanted } from './deploy.ts';

interface SetProperties {
  ReputationOptions?: { ReputationMetricsEnabled?: boolean };
  SendingOptions?: { SendingEnabled?: boolean };
}

export const createConfigurationSet =
  (ses: Ses) =>
  ({ logicalId, properties, stack }: Wanted): Created => {
    const name = String(properties['Name'] ?? `${stack.name}-${logicalId}`);
    const { ReputationOptions, SendingOptions } = properties as SetProperties;
    ses.configure(name, {
      reputationMetrics: ReputationOptions?.ReputationMetricsEnabled ?? false,
      sendingEnabled: SendingOptions?.SendingEnabled ?? true,
    });
    return { ref: name };
  };

interface Destination {
  Name?: string;
  Enabled?: boolean;
  MatchingEventTypes: string[];
  SnsDestination?: { TopicARN: string };
}

/** Publishes a configuration set's events to a topic; another kind of destination is refused. */
export const createEventDestination =
  (ses: Ses) =>
  ({ logicalId, properties }: Wanted): Created => {
    const wanted = properties['EventDestination'] as Destination;
    const { SnsDestination, MatchingEventTypes: eventTypes, Enabled: enabled = true, Name: name = logicalId } = wanted;
    if (!SnsDestination) throw new Error('only SNS event destinations are emulated');
    const destinations = [{ name, enabled, topicArn: SnsDestination.TopicARN, eventTypes }];
    ses.configure(String(properties['ConfigurationSetName']), { destinations });
    return { ref: logicalId };
  };

/** A sender's identity: here every sender may send. */
export const createEmailIdentity = ({ properties }: Wanted): Created => ({ ref: String(properties['EmailIdentity']) });
