import type { Ses } from '../ses/front.ts';
import type { Created, Wanted } from './deploy.ts';

export const createConfigurationSet =
  (ses: Ses) =>
  ({ logicalId, properties, stack }: Wanted): Created => {
    const name = String(properties['Name'] ?? `${stack.name}-${logicalId}`);
    ses.configure(name);
    return { ref: name };
  };

interface Destination {
  Enabled?: boolean;
  MatchingEventTypes: string[];
  SnsDestination?: { TopicARN: string };
}

/** Publishes a configuration set's events to a topic; another kind of destination is refused. */
export const createEventDestination =
  (ses: Ses) =>
  ({ logicalId, properties }: Wanted): Created => {
    const { SnsDestination, MatchingEventTypes, Enabled = true } = properties['EventDestination'] as Destination;
    if (!SnsDestination) throw new Error('only SNS event destinations are emulated');
    const eventTypes = new Set(MatchingEventTypes.map((type) => type.toLowerCase()));
    const destinations = Enabled ? [{ topicArn: SnsDestination.TopicARN, eventTypes }] : [];
    ses.configure(String(properties['ConfigurationSetName']), destinations);
    return { ref: logicalId };
  };

/** A sender's identity: here every sender may send. */
export const createEmailIdentity = ({ properties }: Wanted): Created => ({ ref: String(properties['EmailIdentity']) });
