import type { Stage } from './stage.ts';
import { EXTERNAL_SYSTEM_PLACEHOLDER, type StageConfig } from './stage-config.ts';

/** What a config may say in one stage and not in another. */
export const stageMistakes = (stage: Stage, config: StageConfig): string[] => [
  ...(stage === 'local' ? [] : localOnlyMistakes(config)),
  ...(isProduction(stage, config) ? unattendedMistakes(stage, config) : []),
];

function localOnlyMistakes({ enrichment, email, timeScale }: StageConfig): string[] {
  const mistakes = Object.entries(enrichment.sources)
    .filter(([, source]) => source?.origin === EXTERNAL_SYSTEM_PLACEHOLDER)
    .map(([name]) => `enrichment.sources.${name}.origin should be an https origin outside stage local.`);
  if (email.reservedDomains === 'send') {
    mistakes.push('email.reservedDomains should be skip outside stage local: each such email is a bounce.');
  }
  if (timeScale !== 1) mistakes.push('timeScale should be 1 outside stage local.');
  return mistakes;
}

/** A stage whose data is kept has users, whatever its name. */
const isProduction = (stage: Stage, { removal }: StageConfig): boolean =>
  stage === 'prod' || (stage !== 'local' && removal === 'retain');

/** Cognito's quota lets 25 users confirm in a second, and each may meet a cold start that takes the best part of one. */
const LEAST_RESERVED = 25;

/** Where there are users, somebody must hear of them. */
function unattendedMistakes(stage: Stage, { alarmEmails, trigger }: StageConfig): string[] {
  const mistakes: string[] = [];
  if (alarmEmails.length === 0) {
    mistakes.push(`alarmEmails is missing: it should name who is told in stage ${stage} that users wait or are lost.`);
  }
  const { reservedConcurrency: reserved } = trigger;
  if (reserved === undefined) {
    mistakes.push(
      `trigger.reservedConcurrency is missing: it should keep executions for sign-ups in stage ${stage}, where workers share the account's and a throttled trigger leaves no trace.`,
    );
  } else if (reserved < LEAST_RESERVED) {
    mistakes.push(
      `trigger.reservedConcurrency should be at least ${LEAST_RESERVED}: no more sign-ups than that are served at once, and the trigger leaves no trace of the others.`,
    );
  }
  return mistakes;
}
