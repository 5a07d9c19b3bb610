import { readSettings, setting, WORKER_SETTINGS } from '@postconfirm/runtime';
import { WELCOME_SETTINGS } from '@postconfirm/welcome';

export type EmailSettings = ReturnType<typeof readEnvironment>;

export const readEnvironment = (environment = process.env) =>
  readSettings(
    {
      ...WORKER_SETTINGS,
      ...WELCOME_SETTINGS,
      tableName: setting.text('TABLE_NAME', 'the name of the DynamoDB table'),
      sender: setting.email('SENDER', 'the verified address that emails come from'),
      senderName: setting.text('SENDER_NAME', 'the name that readers see as sender'),
      replyTo: setting.optionalEmail('REPLY_TO', 'the address that answers go to'),
      configurationSet: setting.text('CONFIGURATION_SET', 'the name of the SES configuration set'),
      sendIntervalMilliseconds: setting.number(
        'SEND_INTERVAL_MILLISECONDS',
        'the pace of one environment, in ms per email',
      ),
    },
    environment,
  );
