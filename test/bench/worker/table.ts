type Update = {
  Key?: Record<string, { S: string }>;
  Item?: Record<string, { S?: string }>;
  UpdateExpression?: string;
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
  ReturnValues?: string;
};

/** What a table answers to a write. */
type Answer = { status: number; body: object };

const GRANTED: Answer = { status: 200, body: {} };
const REFUSED: Answer = {
  status: 400,
  body: { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', message: 'The request failed' },
};

/**
 * A table as far as first writes need it: the first that asks for nothing to be there is granted, every later one of that
 * key is refused, so that work done twice shows. It holds keys alone, which keeps its own CPU out of the figures.
 */
export function createTable(): (body: string) => Answer {
  const keys = new Set<string>();
  return (body) => {
    const update: Update = JSON.parse(body);
    if (update.ConditionExpression?.startsWith('attribute_not_exists(#')) {
      const key = JSON.stringify(update.Key ?? update.Item?.['id']);
      if (keys.has(key)) return REFUSED;
      keys.add(key);
    }
    return update.ReturnValues === 'ALL_NEW' ? { status: 200, body: { Attributes: attributesAfter(update) } } : GRANTED;
  };
}

/** What an update of nothing leaves, where all that it sets is `name = if_not_exists(name, value)`. */
function attributesAfter({ UpdateExpression = '', ExpressionAttributeNames, ExpressionAttributeValues }: Update) {
  const assignments = [...UpdateExpression.matchAll(/(#\w+) = if_not_exists\(\1, (:\w+)\)/g)];
  return Object.fromEntries(
    assignments.map(([, name = '', value = '']) => [
      ExpressionAttributeNames?.[name],
      ExpressionAttributeValues?.[value],
    ]),
  );
}
