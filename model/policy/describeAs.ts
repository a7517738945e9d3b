import { z } from 'zod';

/** What documents of the API are given to write about a schema. */
interface Describing {
  jsonSchema: object;
  io: 'input' | 'output';
}

/**
 * Describes a schema that is a function, and so says nothing about itself, as one of several others.
 *
 * @returns the `override` of its metadata
 */
export function describeAs(...variants: readonly z.ZodType[]) {
  return ({ jsonSchema, io }: Describing): void => {
    Object.assign(jsonSchema, { anyOf: variants.map((variant) => describe(variant, io)) });
  };
}

function describe(schema: z.ZodType, io: Describing['io']): object {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    // What is looked at as a whole first, and then at what is in it, is described by the latter.
    override: ({ zodSchema, jsonSchema }) => {
      if (
        zodSchema instanceof z.ZodPipe &&
        zodSchema.in instanceof z.ZodUnknown &&
        zodSchema.out instanceof z.ZodType
      ) {
        Object.assign(jsonSchema, describe(zodSchema.out, io));
      }
    },
  });
  return described;
}
