import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';

/**
 * What AWS's documentation of the post confirmation trigger shows: the trigger itself mails the user, swallows what goes
 * wrong, and returns the event. Written anew for this bench.
 */
type CognitoEvent = { request: { userAttributes: { email?: string; given_name?: string } } };

const ses = new SESClient();

export const handler = async (event: CognitoEvent) => {
  const { email, given_name: name } = event.request.userAttributes;
  if (email) await welcome(email, name ?? '');
  return event;
};

async function welcome(to: string, name: string): Promise<void> {
  const Subject = { Charset: 'UTF-8', Data: 'Your registration is complete' };
  const Body = { Text: { Charset: 'UTF-8', Data: `Welcome ${name}. You have been confirmed.` } };
  try {
    await ses.send(
      new SendEmailCommand({
        Source: 'welcome@example.com',
        Destination: { ToAddresses: [to] },
        Message: { Subject, Body },
      }),
    );
  } catch (error) {
    console.log(error);
  }
}
