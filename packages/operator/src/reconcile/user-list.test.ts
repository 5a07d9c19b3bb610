import { describe, expect, it } from 'vitest';
import { SUB } from './missed-user.builder.ts';
import { parseUserList } from './user-list.ts';

const bySub = { by: 'sub', value: SUB };
const ann = { by: 'username', value: 'ann@example.com' };

describe('a list of users', () => {
  it.each([
    ['JSON texts', JSON.stringify([SUB, 'ann@example.com'])],
    ['JSON objects', JSON.stringify([{ sub: SUB, email: 'x' }, { userName: 'ann@example.com' }])],
    ['one column', `${SUB}\nann@example.com\n`],
    ['lines that Windows ended', `${SUB}\r\nann@example.com\r\n\r\n`],
    ['named columns, quoted', `name,sub,userName\n"Ann ""A"", of B",${SUB},b\n"C\nD",,ann@example.com`],
    ['semicolons', `city;userName;sub\nBonn;;${SUB}\nKöln;ann@example.com;`],
  ])('is read from %s', (_, text) => {
    expect(parseUserList(text)).toEqual([bySub, ann]);
  });

  it('names each user once', () => {
    expect(parseUserList(`${SUB}\n${SUB}`)).toEqual([bySub]);
  });

  it.each([
    ['an entry that is a number', '["a", 7]', 'Entry 2 of the list names no user'],
    ['an object without a user', '[{"email":"ann@example.com"}]', 'Entry 1 of the list names no user'],
    ['a row without a user', 'sub,name\n,Ann', 'Entry 1 of the list names no user'],
    ['broken JSON', '["a"', 'begins like JSON'],
    ['rows of different lengths', 'a,b\nc', 'as many fields'],
  ])('is refused for %s, and never quotes it', (_, text, says) => {
    expect(() => parseUserList(text)).toThrow(says);
    expect(() => parseUserList(text)).not.toThrow(/ann@example|Ann/);
  });
});
