import type { WorkerEntry } from '@postconfirm/contract';
import type { Deployment } from '../constructs/deployment.ts';
import { physicalName } from '../names.ts';
import { ledgerSection, reconcilerSection } from './ledger-sections.ts';
import type { Section } from './panel.ts';
import { sesSection } from './ses-section.ts';
import { triggerSection } from './trigger-section.ts';
import { workerSection } from './worker-section.ts';

/** The dashboard from above: the way of a user, in the order in which they pass it, and then what keeps watch over it. */
export function sectionsOf(deployment: Deployment): Section[] {
  const { stage, workers } = deployment;
  return [
    triggerSection(stage),
    ...workers.flatMap((entry) => [
      // SES comes before the worker that takes its events.
      ...(takesEvents(entry) ? [sesSection(stage)] : []),
      workerSection(stage, entry),
    ]),
    ledgerSection(physicalName(stage)),
    reconcilerSection(deployment),
  ];
}

const takesEvents = ({ uses }: WorkerEntry) => uses.includes('events');
