import type { CallFunction } from '../lambda/call-as-service.ts';
import type { CognitoService, TriggerCall } from './internals.ts';
import { postConfirmationEvent, type TriggerSource } from './post-confirmation.ts';
import { callTrigger } from './trigger-rules.ts';
import { attributesOf, confirmedAttributes } from './verified-email.ts';

interface Confirming {
  cognito: CognitoService;
  callFunction: CallFunction;
}

/**
 * Runs when the user is CONFIRMED and saved: nothing that happens here takes that back. The pool's settings of this
 * moment say which function is called.
 * @throws TriggerFailure
 */
export async function afterConfirmation({ cognito, callFunction }: Confirming, context: object, call: TriggerCall) {
  const pool = await cognito.getUserPool(context, call.userPoolId);
  const user = await pool.getUserByUsername(context, call.username);
  if (!user) return;
  const { AutoVerifiedAttributes, LambdaConfig, Arn: sourceArn } = pool.options;
  const attributes = confirmedAttributes(user.Attributes, call, AutoVerifiedAttributes);
  await pool.saveUser(context, { ...user, Attributes: attributes });
  const functionArn = LambdaConfig?.PostConfirmation;
  if (!functionArn) return;
  const event = postConfirmationEvent({
    triggerSource: call.source as TriggerSource,
    userPoolId: call.userPoolId,
    userName: call.username,
    clientId: call.clientId,
    userAttributes: { ...attributesOf(attributes), 'cognito:user_status': 'CONFIRMED' },
    ...(call.clientMetadata && { clientMetadata: call.clientMetadata }),
  });
  await callTrigger((payload) => callFunction({ functionArn, sourceArn, payload }), event);
}
