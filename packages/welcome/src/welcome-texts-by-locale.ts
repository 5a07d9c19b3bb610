import type { WelcomeTexts } from './welcome-texts.ts';
import { german } from './welcome-texts-de.ts';
import { english } from './welcome-texts-en.ts';

export type Locale = 'en' | 'de';

export const welcomeTexts: Record<Locale, WelcomeTexts> = { en: english, de: german };

export const LOCALES = Object.keys(welcomeTexts) as Locale[];

/** The user wrote the tag: only a well-formed one (`de`, `de-AT`, `de_CH`) of a language that exists here counts. */
export function chooseLocale(tag: string | undefined): Locale {
  const language = /^([a-z]{2,3})(?:[-_][a-z0-9]{1,8}){0,4}$/i.exec(tag ?? '')?.[1]?.toLowerCase();
  return language === 'de' ? 'de' : 'en';
}
