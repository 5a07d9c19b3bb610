import type { CognitoService, StoredUser } from './internals.ts';

interface Parts {
  cognito: CognitoService;
  otp(): string;
  messages: { deliver(...parts: unknown[]): Promise<void> };
}

interface Request {
  ClientId: string;
  Username: string;
  ClientMetadata?: Record<string, string>;
}

type Route = (target: string) => (context: object, request: never) => Promise<object>;

/** Adds ResendConfirmationCode, which every sign-up form has a button for, to what cognito-local can do. */
export const withResend =
  (route: Route, parts: Parts): Route =>
  (target) =>
    target === 'ResendConfirmationCode' ? (context, request) => resend(parts, context, request) : route(target);

async function resend({ cognito, otp, messages }: Parts, context: object, request: Request): Promise<object> {
  const pool = await cognito.getUserPoolForClientId(context, request.ClientId);
  const user = await pool.getUserByUsername(context, request.Username);
  const address = user?.Attributes.find(({ Name }) => Name === 'email')?.Value;
  const CodeDeliveryDetails = { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: address };
  // Cognito tells nobody whether a user exists.
  if (!user || !address) return { CodeDeliveryDetails };
  const code = otp();
  const { ClientId, ClientMetadata } = request;
  const to = [context, 'ResendCode', ClientId, pool.options.Id, user, code, ClientMetadata, CodeDeliveryDetails];
  await messages.deliver(...to);
  await pool.saveUser(context, { ...user, ConfirmationCode: code } satisfies StoredUser);
  return { CodeDeliveryDetails };
}
