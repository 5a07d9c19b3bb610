import type { ConfirmedData } from '@postconfirm/contract';
import mustache from 'mustache';
import { welcomeHtml } from './welcome-html.generated.ts';
import { greetingName } from './welcome-name.ts';
import type { WelcomeTexts } from './welcome-texts.ts';
import { chooseLocale, type Locale, welcomeTexts } from './welcome-texts-by-locale.ts';

type WelcomeInput = {
  data: Pick<ConfirmedData, 'emailVerified' | 'locale' | 'name'>;
  /** Operator's settings: the name that readers know, and the https link of the one button. */
  product: { name: string; url: string };
};

export type RenderedEmail = {
  subject: string;
  html: string;
  text: string;
  locale: Locale;
};

/** The welcome email in the user's language. Pure and total: no message makes it throw, no user text becomes a link. */
export function renderWelcome({ data, product }: WelcomeInput): RenderedEmail {
  const locale = chooseLocale(data.locale);
  const words = wordsOf(data, singleLine(product.name), welcomeTexts[locale]);
  return {
    subject: words.subject,
    html: fillHtml({ ...words, locale, url: product.url }),
    text: asText(words, product.url),
    locale,
  };
}

type Words = ReturnType<typeof wordsOf>;

const wordsOf = (data: WelcomeInput['data'], product: string, texts: WelcomeTexts) => ({
  subject: texts.subject(product),
  preview: texts.preview(product),
  greeting: texts.greeting(greetingName(data.name)),
  confirmed: data.emailVerified === true ? texts.addressConfirmed(product) : texts.accountConfirmed(product),
  next: texts.next,
  button: texts.button(product),
  reason: texts.reason(product),
  notYou: texts.notYou,
});

/** Mustache never reads a value as template, and the layout has no unescaped placeholder. */
const fillHtml = (view: Words & { locale: Locale; url: string }) =>
  mustache.render(welcomeHtml, view, undefined, { escape: escapeHtml });

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Mustache's own also turns `/` and `=` into entities, which rewriters of links (SES click tracking) may not decode. */
const escapeHtml = (value: unknown) => String(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const asText = (words: Words, url: string) =>
  [
    words.greeting,
    `${words.confirmed} ${words.next}`,
    `${words.button}:\n${singleLine(url)}`,
    `${words.reason}\n${words.notYou}\n`,
  ].join('\n\n');

const singleLine = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
