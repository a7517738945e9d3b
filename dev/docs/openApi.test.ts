import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { z } from 'zod';

const documentSchema = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ operationId: z.string(), responses: z.looseObject({}) }))
  ),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

let text: string;

beforeAll(async () => {
  text = await readFile(join(__dirname, '../../docs/openapi.json'), 'utf8');
});

test('the document of the admin API is valid OpenAPI 3.1', async () => {
  expect(await new Validator().validate(documentSchema.parse(JSON.parse(text)))).toEqual({ valid: true });
});

test('every operation of it has a name of its own', () => {
  const { paths } = documentSchema.parse(JSON.parse(text));
  const names = Object.values(paths).flatMap((ofPath) => Object.values(ofPath).map(({ operationId }) => operationId));
  expect(names.length).toBeGreaterThan(10);
  expect(new Set(names).size).toBe(names.length);
});

test('what policies are made of is described, whatever it is checked by', () => {
  const { schemas } = documentSchema.parse(JSON.parse(text)).components;
  expect(schemas.Tenant).toMatchObject({
    anyOf: [
      { required: ['name', 'backend', 'account'] },
      { required: ['name', 'backend', 'org'] },
      { properties: { labels: { additionalProperties: { type: 'string' } } } },
    ],
  });
  expect(schemas.Mapping).toMatchObject({
    anyOf: [
      { properties: { grants: { items: { properties: { filters: { items: { type: 'string' } } } } } } },
      { properties: { effect: { const: 'deny' } } },
    ],
  });
  // An empty schema lets everything through, and tells nobody what to send.
  expect(text).not.toMatch(/"items": \{\}/);
});
