/** An email that SES accepted. */
export interface Email {
  messageId: string;
  /** Epoch milliseconds of acceptance. */
  at: number;
  from: string;
  to: readonly string[];
  replyTo: readonly string[];
  subject: string;
  html?: string;
  text?: string;
  tags: Readonly<Record<string, string>>;
  configurationSet?: string;
  /** The MIME source, when the sender made it itself (SendRawEmail). */
  raw?: string;
}
