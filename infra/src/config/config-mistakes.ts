import type { Planned } from '../constructs/deployment.ts';
import { SOURCE_NAME } from './patterns.ts';
import { poolMistakes } from './pool-mistakes.ts';
import { EXTERNAL_SYSTEM_PLACEHOLDER, type StageConfig } from './stage-config.ts';
import { waitMistakes } from './wait-mistakes.ts';
import { workerMistakes } from './worker-mistakes.ts';

/** Cognito waits this long for the trigger, whatever the function's own timeout is. */
const COGNITO_TIMEOUT_SECONDS = 5;

/** Mistakes that only show between settings, one sentence each. */
export function configMistakes(planned: Planned): string[] {
  const { stage, config } = planned;
  return [
    ...triggerMistakes(config),
    ...identityMistakes(config),
    ...workerMistakes(planned),
    ...waitMistakes(planned),
    ...poolMistakes(stage, config),
    ...sourceMistakes(config),
    ...writeBackMistakes(config),
    ...(stage === 'local' ? [] : localOnlyMistakes(config)),
  ];
}

/** The trigger gives SQS 2.5 s (services/trigger/src/enqueue.ts); the rest is for a cold start and the line after it. */
const LEAST_TRIGGER_SECONDS = 4;

function triggerMistakes({ trigger }: StageConfig): string[] {
  const { timeoutSeconds } = trigger;
  if (timeoutSeconds >= COGNITO_TIMEOUT_SECONDS) {
    return [
      `trigger.timeoutSeconds should be below ${COGNITO_TIMEOUT_SECONDS}: Cognito waits no longer and would call again.`,
    ];
  }
  if (timeoutSeconds >= LEAST_TRIGGER_SECONDS) return [];
  return [
    `trigger.timeoutSeconds should be at least ${LEAST_TRIGGER_SECONDS}: with less it may end before it says which user SQS did not take.`,
  ];
}

/** CDK lets Cognito send through these two alone. */
function identityMistakes({ email: { sender, identity } }: StageConfig): string[] {
  const domain = sender.slice(sender.indexOf('@') + 1);
  if (identity === undefined || identity === sender || identity === domain) return [];
  return ['email.identity should be email.sender or its domain.'];
}

/** A source that the schema names may still have a name that its settings can't carry. */
const sourceMistakes = ({ enrichment }: StageConfig): string[] =>
  Object.keys(enrichment.sources)
    .filter((name) => !SOURCE_NAME.test(name))
    .map(
      (name) =>
        `enrichment.sources.${name} should have a name of lower-case letters and digits: SOURCE_<NAME>_ORIGIN holds it.`,
    );

function writeBackMistakes({ enrichment, pool }: StageConfig): string[] {
  return Object.entries(enrichment.writeBack).flatMap(([attribute, field]) => {
    const mistakes: string[] = [];
    const [source = ''] = field.split('.');
    if (!pool.customAttributes.includes(attribute)) {
      mistakes.push(`enrichment.writeBack names ${attribute}, which should be one of pool.customAttributes.`);
    }
    if (!Object.hasOwn(enrichment.sources, source)) {
      mistakes.push(
        `enrichment.writeBack.${attribute} should name a field of one of enrichment.sources, not ${field}.`,
      );
    }
    return mistakes;
  });
}

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
