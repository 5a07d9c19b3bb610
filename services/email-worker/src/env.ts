import { readSettings, setting, WORKER_SETTINGS } from '@postconfirm/runtime';

export type EmailSettings = ReturnType<typeof readEnvironment>;

export const readEnvironment = (environment = process.env) =>
  readSettings(
    {
      ...WORKER_SETTINGS,
      tableName: setting.text('TABLE_NAME', 'the name of the DynamoDB table'),
      sender: setting.email('SENDER', 'the verified address that emails come from'),
      senderName: setting.text('SENDER_NAME', 'the name that readers see as sender'),
      replyTo: setting.optionalEmail('REPLY_TO', 'the address that answers go to'),
      productName: setting.text('PRODUCT_NAME', 'the name of the product'),
      productUrl: setting.httpsUrl('PRODUCT_URL', 'the https link of the button in the email'),
      configurationSet: setting.text('CONFIGURATION_SET', 'the name of the SES configuration set'),
      leaseSeconds: setting.number('LEASE_SECONDS', 'how long one claim lasts, in seconds'),
      settleWindowSeconds: setting.number('SETTLE_WINDOW_SECONDS', 'the silence that settles a doubt, in seconds'),
      eventGapSeconds: setting.number('EVENT_GAP_SECONDS', 'the longest silence of events that flow, in seconds'),
      doubtRecheckSeconds: setting.number('DOUBT_RECHECK_SECONDS', 'the wait between two looks at a doubt, in seconds'),
      doubtCapSeconds: setting.number('DOUBT_CAP_SECONDS', 'the longest doubt, in seconds'),
      staleAfterSeconds: setting.number(
        'STALE_AFTER_SECONDS',
        'the age at which a replayed email is stale, in seconds',
      ),
      maxAttempts: setting.number('MAX_ATTEMPTS', 'the attempts of one budget'),
      sendPolicy: setting.oneOf('SEND_POLICY', ['resend', 'hold']),
      unverifiedAddresses: setting.oneOf('UNVERIFIED_ADDRESSES', ['skip', 'send']),
      reservedDomains: setting.oneOf('RESERVED_DOMAINS', ['skip', 'send']),
      sendIntervalMilliseconds: setting.number(
        'SEND_INTERVAL_MILLISECONDS',
        'the pace of one environment, in ms per email',
      ),
    },
    environment,
  );
