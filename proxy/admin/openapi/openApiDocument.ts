import { policySchema } from '@gatehouse/model';
import { problemSchema } from '@gatehouse/model/api';
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import type { Operation } from '../operation';
import { type ProblemCode, statusOf } from '../problem';
import { problemsOf } from '../problemsOf';

const DESCRIPTION = `Who sees what in VictoriaMetrics and Mimir, for programs.

Every call needs an admin token, \`Authorization: Bearer <token>\`, whose role reaches: \`viewer\`, \`editor\` or \`admin\`.
Refusals are problem documents (RFC 9457) with a stable \`code\`. Lists come in pages: \`next\` is what asks for the next one.
Parameters, members of bodies and media types that are not described here are refused.`;

const IF_MATCH = z.string().meta({
  description: 'The `ETag` of the revision that the change is based on. `*` is not accepted.',
  example: '"7"',
  pattern: '^"(0|[1-9][0-9]{0,14})"$',
});

const IDEMPOTENCY_KEY = z.string().optional().meta({
  description: 'The same for every try of one request: what was done by one of them is not done again by another.',
  example: '0b7a5d0e-6d0c-4f0f-9c39-3f0f3b0c2d4e',
  pattern: '^[!-~]{1,200}$',
});

/** Describes operations in OpenAPI 3.1, by the schemas that check them. */
export function openApiDocument(operations: readonly Operation[], version: string): object {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Gatehouse admin API',
        version,
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/v1', description: 'The admin listener' }],
      security: [{ adminToken: [] }],
      tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
      paths,
      components: {
        securitySchemes: {
          adminToken: { type: 'http', scheme: 'bearer', description: 'An admin token of the configuration.' },
        },
      },
    },
    { allowEmptySchema: { any: true, unknown: true } }
  );
}

function describe(operation: Operation): ZodOpenApiOperationObject {
  const { id, tag, summary, description, role, parameters, query, ifMatch, idempotencyKey, body, answers } = operation;
  return {
    operationId: id,
    'x-role': role,
    tags: [tag],
    summary,
    description: [description, `Needs the role \`${role}\`.`].filter((text) => text !== undefined).join('\n\n'),
    requestParams: {
      ...(parameters instanceof z.ZodObject && { path: parameters }),
      ...(query instanceof z.ZodObject && { query }),
      header: z.object({
        ...(ifMatch === true && { 'If-Match': IF_MATCH }),
        ...(idempotencyKey === true && { 'Idempotency-Key': IDEMPOTENCY_KEY }),
      }),
    },
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: withPolicy(body.schema) } } },
    }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, describeAnswer(answer)])),
      ...describeProblems(problemsOf(operation)),
    },
  };
}

function describeAnswer({
  description,
  schema,
  mediaType = 'application/json',
  headers = {},
}: Operation['answers'][number]) {
  return {
    description,
    ...(Object.keys(headers).length > 0 && {
      headers: z.object(
        Object.fromEntries(
          Object.entries(headers).map(([name, text]) => [name, z.string().meta({ description: text })])
        )
      ),
    }),
    ...(schema && { content: { [mediaType]: { schema: mediaType === 'application/json' ? schema : z.string() } } }),
  };
}

function describeProblems(codes: readonly ProblemCode[]) {
  const byStatus = new Map<number, ProblemCode[]>();
  codes.forEach((code) => byStatus.set(statusOf(code), [...(byStatus.get(statusOf(code)) ?? []), code]));
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => [
      String(status),
      {
        description: ofStatus.map((code) => `\`${code}\``).join(', '),
        content: {
          'application/problem+json': {
            schema: z.intersection(problemSchema, z.looseObject({ code: z.enum(ofStatus) })),
          },
        },
      },
    ])
  );
}

/** A body whose policy is checked elsewhere, with the policy described all the same. */
function withPolicy(schema: z.ZodType): z.ZodType {
  if (!(schema instanceof z.ZodObject)) {
    return schema;
  }
  const members = Object.entries(schema.shape).map(([name, member]) => [name, policyOr(member)] as const);
  const meta = schema.meta();
  return members.every(([name, member]) => member === schema.shape[name])
    ? schema
    : z.strictObject(Object.fromEntries(members)).meta(meta ?? {});
}

function policyOr(member: unknown): unknown {
  if (member instanceof z.ZodUnknown) {
    return policySchema;
  }
  return member instanceof z.ZodOptional && member.unwrap() instanceof z.ZodUnknown ? policySchema.optional() : member;
}
