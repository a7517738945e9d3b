import { isObject } from './readPath';

/**
 * The groups that a value at a group path names:
 *
 * - a text is one group, or a list where the issuer's configuration names the separator;
 * - an array's texts are a group each; numbers, booleans and objects in it are none;
 * - an object's keys are groups, as far as they have something behind them: `true`, or a non-empty object or array. Zitadel and
 *   others write roles this way. What is false in any spelling is no group.
 *
 * Nothing is converted, so that names match exactly: `/acme/dev` stays as it is.
 */
export function readGroups(value: unknown, separator: string | undefined): string[] {
  if (typeof value === 'string') {
    return separator === undefined ? [value] : value.split(separator).map((one) => one.trim());
  }
  if (Array.isArray(value)) {
    return value.filter((one: unknown) => typeof one === 'string');
  }
  return isObject(value) ? Object.keys(value).filter((key) => isGiven(value[key])) : [];
}

function isGiven(value: unknown): boolean {
  return value === true || (typeof value === 'object' && value !== null && Object.keys(value).length > 0);
}
