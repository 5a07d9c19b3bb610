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
