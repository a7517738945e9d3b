import type { z } from 'zod';
import type { ConfigProblem } from './configError';
import type { Path, YamlSource } from './yamlSource';

/** Turns what the schema found into problems with lines and columns. Values are not repeated: they may be secrets. */
export function schemaProblems(
  source: YamlSource,
  data: unknown,
  issues: readonly z.core.$ZodIssue[]
): ConfigProblem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) =>
        source.problemAtKey(path, key, `the key ${key} is not known here; ${didYouMean(path)}`)
      );
    }
    const name = path.join('.') || 'the file';
    return isMissing(data, path)
      ? [source.problemAtValue(path, `${name} is missing: ${expectation(issue)}`)]
      : [source.problemAtValue(path, `${name}: ${expectation(issue)}`)];
  });
}

function didYouMean(path: Path): string {
  return `remove it or correct its spelling${path.length === 0 ? '' : ` (in ${path.join('.')})`}`;
}

const TYPES: Readonly<Record<string, string>> = { object: 'a mapping of keys', array: 'a list', string: 'text' };

/** What the schema wanted, without the words that zod puts around it. */
function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') {
    return `expected ${TYPES[issue.expected] ?? issue.expected}`;
  }
  if (issue.code === 'invalid_value' && issue.message.startsWith('Invalid')) {
    return `expected one of: ${issue.values.map(String).join(', ')}`;
  }
  if (issue.code === 'invalid_union') {
    const last = issue.errors.flat().at(-1);
    const options = 'options' in issue ? (issue.options ?? []) : [];
    return last === undefined ? `expected one of: ${options.map(String).join(', ')}` : expectation(last);
  }
  return issue.message;
}

function isMissing(data: unknown, path: Path): boolean {
  let value = data;
  for (const key of path) {
    value = typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined;
  }
  return value === undefined;
}
