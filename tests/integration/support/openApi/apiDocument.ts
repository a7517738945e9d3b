import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { z } from 'zod';

/** A JSON Schema as far as values are made from it; whatever else it says is checked by a validator. */
export const jsonSchema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  get anyOf() {
    return z.array(jsonSchema).optional();
  },
  get oneOf() {
    return z.array(jsonSchema).optional();
  },
  get allOf() {
    return z.array(jsonSchema).optional();
  },
  get properties() {
    return z.record(z.string(), jsonSchema).optional();
  },
  required: z.array(z.string()).optional(),
  get additionalProperties() {
    return z.union([z.boolean(), jsonSchema]).optional();
  },
  get propertyNames() {
    return jsonSchema.optional();
  },
  get items() {
    return jsonSchema.optional();
  },
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  pattern: z.string().optional(),
  format: z.string().optional(),
  examples: z.array(z.unknown()).optional(),
});

export type JsonSchema = z.output<typeof jsonSchema>;

const contentSchema = z.record(z.string(), z.looseObject({ schema: jsonSchema }));

const parameterSchema = z.looseObject({
  in: z.enum(['path', 'query', 'header']),
  name: z.string(),
  required: z.boolean().default(false),
  schema: jsonSchema,
});

const operationSchema = z.looseObject({
  operationId: z.string(),
  'x-role': z.enum(['viewer', 'editor', 'admin']),
  parameters: z.array(parameterSchema).default([]),
  requestBody: z.looseObject({ content: contentSchema }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: contentSchema.optional() })),
});

const documentSchema = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.looseObject({ schemas: z.record(z.string(), jsonSchema) }),
});

/** An operation as the document has it. */
export type DescribedOperation = z.output<typeof operationSchema> & { method: string; path: string };

/** An answer that came. */
export interface ReceivedAnswer {
  status: number;
  mediaType: string;
  text: string;
}

/** The document of the admin API, to which answers are held. */
export class ApiDocument {
  readonly operations: readonly DescribedOperation[];
  readonly #schemas: Readonly<Record<string, JsonSchema>>;
  readonly #validator: Ajv;

  constructor(document: unknown) {
    const { paths, components } = documentSchema.parse(document);
    this.operations = Object.entries(paths).flatMap(([path, ofPath]) =>
      Object.entries(ofPath).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path }))
    );
    this.#schemas = components.schemas;
    this.#validator = new Ajv({ strict: false, allErrors: false, validateFormats: true });
    addFormats(this.#validator);
    this.#validator.addSchema({ $id: 'api', components });
  }

  /** The schema that a reference names. */
  resolve(reference: string): JsonSchema {
    const found = this.#schemas[reference.replace('#/components/schemas/', '')];
    if (found === undefined) {
      throw new Error(`the document has no ${reference}`);
    }
    return found;
  }

  /** Which operation a request is for, if any. */
  find(method: string, pathname: string): DescribedOperation | undefined {
    const asked = method === 'HEAD' ? 'GET' : method;
    return this.operations
      .filter(({ path, method: described }) => described === asked && matches(path, pathname))
      .toSorted((a, b) => a.path.split('{').length - b.path.split('{').length)[0];
  }

  /** What is wrong with a value by a schema; undefined when nothing is. */
  problemOf(schema: JsonSchema, value: unknown): string | undefined {
    const valid = this.#validator.validate(absolute(schema), value);
    return valid ? undefined : this.#validator.errorsText(this.#validator.errors, { dataVar: 'it' });
  }

  /** What an answer has that the document does not say, or the other way round; undefined when they agree. */
  misfit(operation: DescribedOperation, { status, mediaType, text }: ReceivedAnswer): string | undefined {
    const described = operation.responses[String(status)];
    if (described === undefined) {
      return `the status ${status} is not described`;
    }
    const [wanted, content] = Object.entries(described.content ?? {})[0] ?? [];
    if (wanted === undefined || content === undefined) {
      return text === '' ? undefined : 'a body that is not described';
    }
    if (mediaType !== wanted) {
      return `the media type ${mediaType} instead of ${wanted}`;
    }
    return /\bjson$/.test(mediaType) ? this.problemOf(content.schema, JSON.parse(text)) : undefined;
  }
}

function matches(path: string, pathname: string): boolean {
  const pattern = path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^${pattern}$`).test(pathname);
}

const kept = new WeakMap<JsonSchema, object>();

/** With references that the validator can follow from anywhere; the same object for the same schema, which it compiles once. */
function absolute(schema: JsonSchema): object {
  const known = kept.get(schema);
  if (known !== undefined) {
    return known;
  }
  const made: object = JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components'));
  kept.set(schema, made);
  return made;
}
