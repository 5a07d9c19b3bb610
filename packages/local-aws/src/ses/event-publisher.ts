import { publish } from '../emulators/topics.ts';
import type { Email } from './email.ts';
import { EVENT_TYPES, type EventType, sesEvent } from './event.ts';
import type { EventOutcome } from './outcome.ts';

/** Where a configuration set sends which events. */
export interface EventDestination {
  name: string;
  enabled: boolean;
  topicArn: string;
  /** As the template writes them: `send`, `renderingFailure`, in whatever case. */
  eventTypes: readonly string[];
}

export interface EventPublisher {
  snsUrl: string;
  destinations: readonly EventDestination[];
  outcome(email: Email, type: EventType): EventOutcome;
  /** Timers of late events, so that a stop can drop them. */
  timers: Set<NodeJS.Timeout>;
}

/** Publishes an email's events to the topics of its configuration set. Failures are dropped, as SES drops them. */
export async function publishEvents(email: Email, publisher: EventPublisher): Promise<void> {
  for (const type of EVENT_TYPES) {
    for (const { enabled, topicArn, eventTypes } of publisher.destinations) {
      if (!enabled || !eventTypes.some((wanted) => wanted.toLowerCase() === type.toLowerCase())) continue;
      await publishOne(email, type, { ...publisher, topicArn });
    }
  }
}

async function publishOne(email: Email, type: EventType, publisher: EventPublisher & { topicArn: string }) {
  const { snsUrl, topicArn, timers } = publisher;
  const send = () => publish(snsUrl, topicArn, JSON.stringify(sesEvent(type, email))).catch(() => undefined);
  const outcome = publisher.outcome(email, type);
  if (outcome === 'lose') return;
  if (typeof outcome === 'object') {
    const timer = setTimeout(() => {
      timers.delete(timer);
      void send();
    }, outcome.delayMs);
    timers.add(timer);
    return;
  }
  await send();
  if (outcome === 'twice') await send();
}
