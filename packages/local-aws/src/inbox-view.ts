import type { Email } from './ses/email.ts';

/** The pages have one style of their own and a frame; nothing else is allowed. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/** An email in its frame: its styles and inline pictures, no script and no network. */
export const MAIL_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const asText = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const STYLE = `
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1c2733; }
  table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .35rem .6rem; vertical-align: top }
  tr + tr { border-top: 1px solid #d8dee4 } pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f3f5f7; padding: 1rem }
  iframe { width: 100%; height: 40rem; border: 1px solid #d8dee4; background: #fff }
`;

const page = (title: string, content: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>${asText(title)}</title><style>${STYLE}</style></head><body>${content}</body></html>`;

export function listPage(emails: readonly Email[], codes: readonly [name: string, code: string][]): string {
  const rows = emails.toReversed().map(
    (email) => `<tr><td>${new Date(email.at).toISOString()}</td><td>${asText(email.to.join(', '))}</td>
      <td><a href="/emails/${encodeURIComponent(email.messageId)}">${asText(email.subject)}</a></td></tr>`,
  );
  const table = `<table><tr><th>Accepted</th><th>To</th><th>Subject</th></tr>${rows.join('')}</table>`;
  return page('Inbox', `<h1>Inbox</h1>${emails.length === 0 ? '<p>No email yet.</p>' : table}${codesSection(codes)}`);
}

function codesSection(codes: readonly [name: string, code: string][]): string {
  const rows = codes
    .toReversed()
    .map(([name, code]) => `<tr><td>${asText(name)}</td><td><code>${asText(code)}</code></td></tr>`);
  const table = `<table><tr><th>User name, sub or address</th><th>Latest code</th></tr>${rows.join('')}</table>`;
  return `<h2>Confirmation codes</h2>${codes.length === 0 ? '<p>No code yet.</p>' : table}`;
}

export function emailPage(email: Email): string {
  const facts = {
    From: email.from,
    To: email.to.join(', '),
    'Reply to': email.replyTo.join(', '),
    'Configuration set': email.configurationSet ?? '',
    Tags: Object.entries(email.tags)
      .map(([name, value]) => `${name}=${value}`)
      .join(', '),
  };
  const rows = Object.entries(facts).map(([name, value]) => `<tr><th>${name}</th><td>${asText(value)}</td></tr>`);
  const frame = email.html
    ? `<h2>HTML</h2><iframe sandbox src="/html/${encodeURIComponent(email.messageId)}" title="The email as HTML"></iframe>`
    : '';
  const text = `<h2>Text</h2><pre>${asText(email.text ?? '')}</pre>`;
  const heading = `<p><a href="/">Inbox</a></p><h1>${asText(email.subject)}</h1><table>${rows.join('')}</table>`;
  return page(email.subject, heading + text + frame);
}
