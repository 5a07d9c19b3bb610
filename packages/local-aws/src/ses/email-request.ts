import type { Email } from './email.ts';

/** SES v1 lists are `<prefix>.member.1`, `<prefix>.member.2` and so on. */
export function listOf(form: URLSearchParams, prefix: string): string[] {
  return [...form].filter(([key]) => key.startsWith(`${prefix}.member.`)).map(([, value]) => value);
}

export function tagsOf(form: URLSearchParams): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let index = 1; form.has(`Tags.member.${index}.Name`); index += 1) {
    tags[form.get(`Tags.member.${index}.Name`) ?? ''] = form.get(`Tags.member.${index}.Value`) ?? '';
  }
  return tags;
}

/** Every address that an email goes to, as far as the request names them beside the MIME source. */
export function recipientsOf(form: URLSearchParams): string[] {
  const lists = ['Destination.ToAddresses', 'Destination.CcAddresses', 'Destination.BccAddresses', 'Destinations'];
  return lists.flatMap((prefix) => listOf(form, prefix));
}

/** What the store behind the front parsed of an email. */
export interface StoredEmail {
  messageId: string;
  from: string;
  replyTo: string[];
  destination: { to: string[]; cc: string[]; bcc: string[] };
  subject: string;
  body: { html?: string; text?: string };
}

/** Joins what the store parsed with what it drops: tags, configuration set and every address after the first. */
export function emailOf(form: URLSearchParams, stored: StoredEmail): Email {
  const raw = form.get('RawMessage.Data');
  const asked = recipientsOf(form);
  const { to, cc, bcc } = stored.destination;
  const configurationSet = form.get('ConfigurationSetName');
  const replyTo = listOf(form, 'ReplyToAddresses');
  return {
    messageId: stored.messageId,
    at: Date.now(),
    from: stored.from,
    to: asked.length > 0 ? asked : [...to, ...cc, ...bcc],
    replyTo: replyTo.length > 0 ? replyTo : stored.replyTo,
    subject: stored.subject,
    ...(stored.body.html && { html: stored.body.html }),
    ...(stored.body.text && { text: stored.body.text }),
    tags: tagsOf(form),
    ...(configurationSet && { configurationSet }),
    ...(raw && { raw: Buffer.from(raw, 'base64').toString() }),
  };
}
