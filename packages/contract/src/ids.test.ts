import { describe, expect, it } from 'vitest';
import {
  confirmedId,
  consoleTestId,
  messageKind,
  messageSource,
  passwordResetId,
  sourceOfPool,
  userPoolOf,
} from './ids.ts';
import { aMessage, SUB } from './message.builder.ts';
import { parseMessage } from './parse.ts';

const POOL = 'eu-central-1_aBcDeFgHi';

describe('ids', () => {
  it('meet on one id for a confirmation, and differ for two resets of one user', () => {
    expect(confirmedId(SUB)).toBe(`${SUB}/confirmed`);
    expect(passwordResetId(SUB, '2026-03-01T09:30:00.000Z')).not.toBe(passwordResetId(SUB, '2026-03-01T09:30:00.001Z'));
  });

  it.each([
    [confirmedId(SUB), 'confirmed'],
    [consoleTestId(SUB), 'console-test'],
    [`${SUB}/probe`, 'probe'],
    [passwordResetId(SUB, '2026-03-01T09:30:00.000Z'), 'password-reset'],
  ])('%s tells its kind', (id, kind) => {
    expect(messageKind({ id })).toBe(kind);
  });

  it('give the pool back from the source', () => {
    expect(userPoolOf({ source: messageSource('eu-central-1', POOL) })).toBe(POOL);
  });

  it('name the source by the pool alone, as the trigger does', () => {
    expect(sourceOfPool(POOL)).toBe(messageSource('eu-central-1', POOL));
  });

  it('are read by the parser as they are made', () => {
    const source = messageSource('eu-central-1', POOL);
    const confirmed = aMessage({ id: confirmedId(SUB), source });
    expect(parseMessage(JSON.stringify(confirmed))).toEqual({ kind: 'message', message: confirmed });
    const reset = aMessage({
      id: passwordResetId(SUB, new Date(0).toISOString()),
      type: 'postconfirm.user.password-reset.v1',
    });
    expect(parseMessage(JSON.stringify(reset))).toEqual({ kind: 'message', message: reset });
  });
});
