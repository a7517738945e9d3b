import fc, { type Arbitrary } from 'fast-check';
import type { JsonSchema } from './apiDocument';

/** Deeper than this only what must be there is made. */
const DEEP = 4;

/** Makes values that a JSON Schema lets through. */
export function arbitraryOf(
  schema: JsonSchema,
  resolve: (reference: string) => JsonSchema,
  depth = 0
): Arbitrary<unknown> {
  const below = (inner: JsonSchema) => arbitraryOf(inner, resolve, depth + 1);
  const own = ofKind(schema, below, depth, resolve);
  const examples = schema.examples ?? [];
  return examples.length === 0 ? own : fc.oneof(own, fc.constantFrom(...examples));
}

function ofKind(
  schema: JsonSchema,
  below: (inner: JsonSchema) => Arbitrary<unknown>,
  depth: number,
  resolve: (reference: string) => JsonSchema
): Arbitrary<unknown> {
  if (schema.$ref !== undefined) {
    return arbitraryOf(resolve(schema.$ref), resolve, depth);
  }
  if (schema.const !== undefined) {
    return fc.constant(schema.const);
  }
  if (schema.enum !== undefined) {
    return fc.constantFrom(...schema.enum);
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    return fc.oneof(...choices.map(below));
  }
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type) => below({ ...schema, type })));
  }
  switch (schema.type) {
    case 'object':
      return objects(schema, below, depth);
    case 'array': {
      const { items = {}, minItems = 0, maxItems = 5 } = schema;
      const most = depth > DEEP ? minItems : Math.max(minItems, Math.min(maxItems, 3));
      return fc.array(below(items), { minLength: minItems, maxLength: most });
    }
    case 'string':
      return strings(schema);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1000, 2 ** 31 - 1) });
    case 'number':
      return fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? 1000, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case undefined:
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objects(schema: JsonSchema, below: (inner: JsonSchema) => Arbitrary<unknown>, depth: number) {
  const { properties = {}, required = [], additionalProperties, propertyNames } = schema;
  const members = Object.entries(properties).filter(([name]) => depth <= DEEP || required.includes(name));
  const known = fc.record(Object.fromEntries(members.map(([name, member]) => [name, below(member)])), {
    requiredKeys: required.filter((name) => name in properties),
  });
  if (typeof additionalProperties !== 'object' || Object.keys(additionalProperties).length === 0) {
    return known;
  }
  const names = propertyNames === undefined ? fc.constantFrom('a', 'b', 'team') : strings(propertyNames);
  const others = fc.dictionary(names, below(additionalProperties), { minKeys: 1, maxKeys: 2, noNullPrototype: true });
  return fc.tuple(others, known).map(([some, all]) => ({ ...some, ...all }));
}

function strings({ format, pattern, minLength = 0, maxLength: most = Infinity }: JsonSchema): Arbitrary<string> {
  if (format === 'date-time') {
    const years = { min: new Date('2027-01-01T00:00:00Z'), max: new Date('2090-01-01T00:00:00Z'), noInvalidDate: true };
    return fc.date(years).map((date) => date.toISOString());
  }
  if (pattern !== undefined) {
    return fc.stringMatching(new RegExp(pattern)).filter((text) => text.length >= minLength && text.length <= most);
  }
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(most, 40)) });
}
