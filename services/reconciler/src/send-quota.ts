import { GetSendQuotaCommand, type SESClient } from '@aws-sdk/client-ses';

/** What SES lets the account send in 24 hours and in a second, and what it sent in the last 24 hours. A quota of −1 is none. */
export type SendQuota = { daily: number; sentToday: number; rate: number };

export async function readSendQuota(client: SESClient): Promise<SendQuota> {
  const { Max24HourSend = 0, SentLast24Hours = 0, MaxSendRate = 0 } = await client.send(new GetSendQuotaCommand({}));
  return { daily: Max24HourSend, sentToday: SentLast24Hours, rate: MaxSendRate };
}

/** In whole percent, rounded up: whoever is over by little is over. Where nothing is the most, nothing is spent. */
export const percentOf = (most: number, spent: number): number => (most > 0 ? Math.ceil((100 * spent) / most) : 0);
