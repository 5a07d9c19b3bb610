export { deliveryRules } from './delivery-rules.ts';
export { type EmailRules, emailIntent, type WelcomeEmail } from './email-intent.ts';
export { emailRules } from './email-rules.ts';
export { type WelcomeRequest, welcomeRequest } from './welcome-request.ts';
export { readWelcomeSettings, WELCOME_SETTINGS, type WelcomeSettings } from './welcome-settings.ts';
