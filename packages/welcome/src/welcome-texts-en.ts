import type { WelcomeTexts } from './welcome-texts.ts';

export const english: WelcomeTexts = {
  subject: (product) => `Welcome to ${product}`,
  preview: (product) => `Your ${product} account is ready.`,
  greeting: (name) => (name ? `Hello ${name},` : 'Hello,'),
  addressConfirmed: (product) => `Your email address is confirmed and your ${product} account is ready.`,
  accountConfirmed: (product) => `Your ${product} account is confirmed and ready.`,
  next: 'You can sign in right away.',
  button: (product) => `Open ${product}`,
  reason: (product) => `You receive this email because an account at ${product} was confirmed for this address.`,
  notYou: 'If that was not you, you can ignore this email.',
};
