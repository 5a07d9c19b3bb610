/** Where the local account lies; fauxqs knows only this account number. */
export const REGION = 'eu-central-1';
export const ACCOUNT_ID = '000000000000';

/** No emulator checks a signature; clients insist on having something to sign with. */
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local', sessionToken: 'local' };

/** What an AWS SDK client needs in order to talk to an emulator. Gates tell by the key's id who asks. */
export const clientOptions = (endpoint: string, accessKeyId = CREDENTIALS.accessKeyId) => ({
  endpoint,
  region: REGION,
  // A copy: the SDK writes into what it is given.
  credentials: { ...CREDENTIALS, accessKeyId },
});
