import type { ConfirmedData } from '@postconfirm/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderWelcome } from './render-welcome.ts';

const product = { name: 'Harbour', url: 'https://harbour.test/start?from=email&step=1' };
const data: ConfirmedData = {
  cause: 'sign-up',
  email: 'ada@harbour.test',
  emailVerified: true,
  name: 'Ada Lovelace',
  locale: 'en',
  attributes: {},
  clientMetadata: {},
};

const render = (over: Partial<ConfirmedData> = {}) => renderWelcome({ data: { ...data, ...over }, product });
const links = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1]);
const unnamed = render({ name: undefined });

describe('renderWelcome', () => {
  test('greets in English and says what was confirmed, where to go and why this email came', () => {
    const { subject, html, text, locale } = render();
    expect({ subject, locale }).toEqual({ subject: 'Welcome to Harbour', locale: 'en' });
    for (const part of [html, text]) {
      expect(part).toContain('Hello Ada Lovelace,');
      expect(part).toContain('Your email address is confirmed and your Harbour account is ready.');
      expect(part).toContain('Open Harbour');
      expect(part).toContain('You receive this email because');
    }
  });

  test('greets in German, and marks the language for screen readers', () => {
    const { subject, html, text, locale } = render({ locale: 'de-AT' });
    expect({ subject, locale }).toEqual({ subject: 'Willkommen bei Harbour', locale: 'de' });
    expect(html).toContain('<html lang="de"');
    expect(html).toContain('Guten Tag Ada Lovelace,');
    expect(text).toContain('Ihre E-Mail-Adresse ist bestätigt');
  });

  test('speaks of the account alone where the address was not verified', () => {
    expect(render({ emailVerified: false }).text).toContain('Your Harbour account is confirmed and ready.');
    expect(render({ emailVerified: undefined }).html).not.toContain('email address is confirmed');
  });

  test('holds one link, the product link, in both parts', () => {
    expect(links(render().html)).toEqual(['https://harbour.test/start?from=email&amp;step=1']);
    expect(render().text.match(/https?:\S+/g)).toEqual([product.url]);
  });

  test.each([
    '\r\nBcc: x@evil.example',
    '<script>alert(1)</script>',
    '{{7*7}}',
    '{{{subject}}}',
    '=?utf-8?b?ZXZpbA==?=',
    'Your account is locked http://evil.example',
    'evil.example',
  ])('sends the email without a name for the name %j', (name) => {
    expect(render({ name })).toEqual(unnamed);
  });

  test('lets no attribute or client metadata choose anything', () => {
    const chosen = {
      from: 'x@evil.example',
      bcc: 'x@evil.example',
      template: '../x',
      url: 'https://evil.example',
      locale: 'de',
    };
    expect(render({ attributes: chosen, clientMetadata: chosen })).toEqual(render());
  });

  test('falls back to English for a locale that is a path', () => {
    expect(render({ locale: '../../etc/passwd' })).toEqual(render());
  });

  test("escapes the operator's settings in HTML and leaves them as they are in the text", () => {
    const { subject, html, text } = renderWelcome({
      data,
      product: { name: `B&O <"'> {{url}}`, url: 'https://x.test/?a="b' },
    });
    expect(subject).toBe(`Welcome to B&O <"'> {{url}}`);
    expect(text).toContain(`Open B&O <"'> {{url}}`);
    expect(html).toContain('Open B&amp;O &lt;&quot;&#39;&gt; {{url}}');
    expect(links(html)).toEqual(['https://x.test/?a=&quot;b']);
  });

  test('keeps the subject on one line', () => {
    const { subject } = renderWelcome({ data, product: { ...product, name: 'Har\r\nbour\u2028' } });
    expect(subject).toBe('Welcome to Har bour');
  });

  test('asks for nothing from the network, runs nothing and fits under the size at which mail programs cut', () => {
    const { html } = render();
    expect(html).not.toMatch(/<(img|link|script|iframe)|@import|url\(/i);
    expect(Buffer.byteLength(html)).toBeLessThan(20_000);
  });

  test('offers dark colours and hides its layout tables from screen readers', () => {
    const { html } = render();
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toContain('@media (prefers-color-scheme: dark)');
    const tables = html.match(/<table[^>]*>/g) ?? [];
    expect(tables.filter((table) => !table.includes('role="presentation"'))).toEqual([]);
  });

  test('renders any name and locale without a placeholder left, a link gained or broken Unicode', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, locale) => {
        const { html, text } = render({ name, locale });
        expect(links(html)).toHaveLength(1);
        expect(html).not.toMatch(/\{\{|<script/i);
        expect(html.isWellFormed() && text.isWellFormed()).toBe(true);
      }),
    );
  });
});
