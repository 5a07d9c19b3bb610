import { type SESClient, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-ses';
import type { SendResult } from '@postconfirm/ledger';
import { mailbox } from './display-name.ts';
import { classifySendFailure } from './ses-failures.ts';

export { createSesClient } from './ses-client.ts';

export type OutgoingEmail = {
  /** One address, as `parseRecipient` returns it. */
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Come back in SES's events: names and values of `A-Z a-z 0-9 _ -`. */
  tags: Record<string, string>;
};

type SesMailerOptions = {
  /** From `createSesClient`: it must not retry. */
  client: SESClient;
  /** Address of a verified identity. */
  sender: string;
  senderName: string;
  replyTo?: string | undefined;
  configurationSet: string;
  /** Milliseconds for the whole call, the answer's body included; the client's own timeout ends with its headers. */
  callLimit?: number;
};

export type SesMailer = (email: OutgoingEmail) => Promise<SendResult>;

/** Milliseconds that one call can take at most: a send needs this much of the invocation's time left. */
const SES_CALL_LIMIT = 8_000;

/** One call of SES per email; every failure comes back as a value that says whether the email may have left. */
export function createSesMailer(options: SesMailerOptions): SesMailer {
  const { client, callLimit = SES_CALL_LIMIT } = options;
  return async (email) => {
    try {
      const command = new SendEmailCommand(toInput(email, options));
      const { MessageId } = await client.send(command, { abortSignal: AbortSignal.timeout(callLimit) });
      return MessageId
        ? { kind: 'accepted', messageId: MessageId }
        : { kind: 'ambiguous', reason: 'unreadable-answer' };
    } catch (error) {
      return classifySendFailure(error);
    }
  };
}

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

const toInput = (email: OutgoingEmail, options: SesMailerOptions): SendEmailCommandInput => ({
  Source: mailbox(options.senderName, options.sender),
  Destination: { ToAddresses: [email.to] },
  ...(options.replyTo ? { ReplyToAddresses: [options.replyTo] } : {}),
  Message: { Subject: utf8(email.subject), Body: { Html: utf8(email.html), Text: utf8(email.text) } },
  ConfigurationSetName: options.configurationSet,
  Tags: Object.entries(email.tags).map(([Name, Value]) => ({ Name, Value })),
});
