import { expect, test } from 'vitest';
import { references, resolve, type Scope, TemplateError } from './resolve.ts';

const scope: Scope = {
  stackName: 'service',
  ref: (id) => `ref-of-${id}`,
  attribute: (id, attribute) => `${attribute}-of-${id}`,
  importValue: (name) => `import-of-${name}`,
  output: (stack, output) => `${output}-of-${stack}`,
};

test.each([
  ['a reference', { Ref: 'Queue' }, 'ref-of-Queue'],
  ['a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-central-1'],
  ['an attribute', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Arn-of-Queue'],
  ['an attribute written as one text', { 'Fn::GetAtt': 'Queue.Arn' }, 'Arn-of-Queue'],
  ['a join', { 'Fn::Join': ['-', ['a', { Ref: 'B' }]] }, 'a-ref-of-B'],
  [
    'a substitution',
    { 'Fn::Sub': `\${AWS::AccountId}/\${Queue}/\${Queue.Arn}/\${!kept}` },
    `000000000000/ref-of-Queue/Arn-of-Queue/\${kept}`,
  ],
  ['a substitution with variables', { 'Fn::Sub': [`\${X}`, { X: { Ref: 'Y' } }] }, 'ref-of-Y'],
  ['a piece of a split text', { 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
  ['an import', { 'Fn::ImportValue': 'data:Table' }, 'import-of-data:Table'],
  ['an output of another stack', { 'Fn::GetStackOutput': { StackName: 'data', OutputName: 'Table' } }, 'Table-of-data'],
])('resolves %s', (_what, value, expected) => {
  expect(resolve({ Key: [value] }, scope)).toEqual({ Key: [expected] });
});

test('leaves out what AWS::NoValue stands for', () => {
  expect(resolve({ Kept: 1, Left: { Ref: 'AWS::NoValue' } }, scope)).toEqual({ Kept: 1 });
});

test('names an intrinsic function that it does not know', () => {
  expect(() => resolve({ 'Fn::Cidr': [] }, scope)).toThrow(
    new TemplateError('service: the intrinsic function Fn::Cidr is not known here.'),
  );
});

test('finds every logical id that a value refers to', () => {
  const value = {
    A: [{ Ref: 'One' }, { 'Fn::GetAtt': ['Two', 'Arn'] }],
    B: { 'Fn::Sub': [`\${Three.Arn}`, { X: { Ref: 'Four' } }] },
  };
  expect(references(value)).toEqual(['One', 'Two', 'Three', 'Four']);
});
