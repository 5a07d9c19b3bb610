import { german } from './welcome-texts-de.ts';
import { english } from './welcome-texts-en.ts';

/** The words of the welcome email in one language. All of it is plain text: escaping is the layout's part. */
export type WelcomeTexts = {
  subject(product: string): string;
  /** What an inbox shows beside the subject. */
  preview(product: string): string;
  /** Without a name where the profile holds none that is safe to show. */
  greeting(name: string | undefined): string;
  addressConfirmed(product: string): string;
  accountConfirmed(product: string): string;
  next: string;
  button(product: string): string;
  /** Why they get this email. */
  reason(product: string): string;
  notYou: string;
};

export type Locale = 'en' | 'de';

export const welcomeTexts: Record<Locale, WelcomeTexts> = { en: english, de: german };

/** The user wrote the tag: only a well-formed one (`de`, `de-AT`, `de_CH`) of a language that exists here counts. */
export function chooseLocale(tag: string | undefined): Locale {
  const language = /^([a-z]{2,3})(?:[-_][a-z0-9]{1,8}){0,4}$/i.exec(tag ?? '')?.[1]?.toLowerCase();
  return language === 'de' ? 'de' : 'en';
}
