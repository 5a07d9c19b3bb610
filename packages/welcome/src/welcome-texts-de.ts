import type { WelcomeTexts } from './welcome-texts.ts';

export const german: WelcomeTexts = {
  subject: (product) => `Willkommen bei ${product}`,
  preview: (product) => `Ihr Konto bei ${product} ist bereit.`,
  greeting: (name) => (name ? `Guten Tag ${name},` : 'Guten Tag,'),
  addressConfirmed: (product) => `Ihre E-Mail-Adresse ist bestätigt, und Ihr Konto bei ${product} ist bereit.`,
  accountConfirmed: (product) => `Ihr Konto bei ${product} ist bestätigt und bereit.`,
  next: 'Sie können sich sofort anmelden.',
  button: (product) => `${product} öffnen`,
  reason: (product) => `Sie erhalten diese E-Mail, weil für diese Adresse ein Konto bei ${product} bestätigt wurde.`,
  notYou: 'Falls Sie das nicht waren, können Sie diese E-Mail ignorieren.',
};
