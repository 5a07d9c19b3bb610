import type { CognitoService, StoredUser, Target } from './internals.ts';

export interface ResendParts {
  cognito: CognitoService;
  otp(): string;
  messages: { deliver(...parts: unknown[]): Promise<void> };
}

/** ResendConfirmationCode, which every sign-up form has a button for and cognito-local cannot do. */
export const resendCode =
  ({ cognito, otp, messages }: ResendParts): Target =>
  async (context, { ClientId, Username, ClientMetadata }) => {
    const pool = await cognito.getUserPoolForClientId(context, ClientId);
    const user = await pool.getUserByUsername(context, Username);
    const address = user?.Attributes.find(({ Name }) => Name === 'email')?.Value;
    const CodeDeliveryDetails = { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: address };
    // Cognito tells nobody whether a user exists.
    if (!user || !address) return { CodeDeliveryDetails };
    const code = otp();
    const to = [context, 'ResendCode', ClientId, pool.options.Id, user, code, ClientMetadata, CodeDeliveryDetails];
    await messages.deliver(...to);
    await pool.saveUser(context, { ...user, ConfirmationCode: code } satisfies StoredUser);
    return { CodeDeliveryDetails };
  };
