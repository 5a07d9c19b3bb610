export { deliveryRules } from './delivery-rules.ts';
export { type EmailRules, emailIntent, emailRecipient, type WelcomeEmail } from './email-intent.ts';
export { emailRules } from './email-rules.ts';
export { type RenderedEmail, renderWelcome } from './render-welcome.ts';
export { type WelcomeRequest, welcomeAsked, welcomeRequest } from './welcome-request.ts';
export { readWelcomeSettings, WELCOME_SETTINGS, type WelcomeSettings } from './welcome-settings.ts';
export { LOCALES } from './welcome-texts-by-locale.ts';
