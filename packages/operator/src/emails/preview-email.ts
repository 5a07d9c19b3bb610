import { type ConfirmedData, parseMessage } from '@postconfirm/contract';
import { type EmailRules, emailIntent, type RenderedEmail, renderWelcome } from '@postconfirm/welcome';
import { OperatorError } from '../operator-error.ts';

/** `skipped`: why this very message would get no email, if so. */
export type Preview = RenderedEmail & { skipped?: string };

/** What the worker would send for these data. */
export function previewEmail(data: ConfirmedData, rules: EmailRules): Preview {
  const intent = emailIntent(data, rules);
  const email = renderWelcome({ data, product: rules.product });
  return intent.kind === 'skip' ? { ...email, skipped: intent.reason } : email;
}

/** The data of a message as it lies on a queue. Errors name the field, never what stands there. */
export function sampleData(body: string): ConfirmedData {
  const parsed = parseMessage(body.trim());
  if (parsed.kind === 'message') return parsed.message.data;
  const detail = parsed.kind === 'poison' ? parsed.detail : parsed.type;
  throw new OperatorError(
    'usage',
    `The sample is no message of version 1 (${detail}): docs/contract.md describes one.`,
  );
}
