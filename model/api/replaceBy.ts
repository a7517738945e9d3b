/**
 * Describes a schema in other words than its checks: what a text in a URL means, say.
 *
 * @returns the `override` of its metadata
 */
export function replaceBy(description: Readonly<Record<string, unknown>>) {
  return ({ jsonSchema }: { jsonSchema: Record<string, unknown> }): void => {
    Object.keys(jsonSchema)
      .filter((key) => !['description', 'example', 'examples'].includes(key))
      .forEach((key) => delete jsonSchema[key]);
    Object.assign(jsonSchema, description);
  };
}
