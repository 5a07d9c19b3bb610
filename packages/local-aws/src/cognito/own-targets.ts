import { ApiError } from '../emulators/api-error.ts';
import type { CognitoService, loadCognitoLocal, Target } from './internals.ts';
import { listUsers } from './list-users.ts';
import { newPool, updatedPool } from './pool-settings.ts';
import { type ResendParts, resendCode } from './resend-code.ts';

type Library = ReturnType<typeof loadCognitoLocal>;
type Route = (target: string) => Target;

/** What cognito-local answers not at all, or otherwise than Cognito, is answered here. */
export function withOwnTargets(library: Library, parts: ResendParts): Route {
  const { cognito } = parts;
  const route: Route = library.Router(parts);
  const own: Readonly<Record<string, Target>> = {
    CreateUserPool: async (context, request) => {
      const pool = newPool(request, library.defaults.SchemaAttributes);
      return { UserPool: await cognito.createUserPool(context, pool) };
    },
    DescribeUserPool: async (context, { UserPoolId }) => ({
      UserPool: await describedPool(cognito, context, UserPoolId),
    }),
    UpdateUserPool: async (context, request) => {
      const pool = await cognito.getUserPool(context, request.UserPoolId);
      await pool.updateOptions(context, updatedPool(pool.options, request));
      return {};
    },
    ListUsers: listUsers(cognito),
    ResendConfirmationCode: resendCode(parts),
  };
  return (target) => answered(library, knowingTheUser(cognito, target, own[target] ?? route(target)));
}

async function describedPool(cognito: CognitoService, context: object, id: string) {
  const pool = await cognito.getUserPool(context, id);
  return { ...pool.options, EstimatedNumberOfUsers: (await pool.listUsers(context)).length };
}

/** For an unknown user cognito-local would say NotAuthorizedException. */
const ABOUT_A_USER: ReadonlySet<string> = new Set([
  'AdminConfirmSignUp',
  'AdminDeleteUserAttributes',
  'AdminUpdateUserAttributes',
]);

function knowingTheUser(cognito: CognitoService, target: string, answer: Target): Target {
  if (!ABOUT_A_USER.has(target)) return answer;
  return async (context, request) => {
    const pool = await cognito.getUserPool(context, request.UserPoolId);
    const user = await pool.getUserByUsername(context, request.Username);
    if (!user) throw new ApiError('UserNotFoundException', 'User does not exist.');
    return answer(context, request);
  };
}

/** Refusals in cognito-local's form, and dates with their milliseconds, which it cuts off. */
function answered({ CognitoError }: Library, answer: Target): Target {
  return async (context, request) => {
    try {
      return JSON.parse(JSON.stringify(await answer(context, request), exactDates));
    } catch (error) {
      throw error instanceof ApiError ? new CognitoError(error.name, error.message) : error;
    }
  };
}

function exactDates(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const held = this[name];
  return held instanceof Date ? held.getTime() / 1000 : value;
}
