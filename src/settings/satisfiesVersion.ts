/**
 * Whether a version is at least what is needed. Builds of what will be a version (`12.2.0-18893`) count as that version.
 *
 * @param needed as plugins say it, for example `>=12.2.0`
 * @returns undefined when it is not of that form
 */
export function satisfiesVersion(version: string, needed: string): boolean | undefined {
  const least = numbersOf(/^>=(.*)$/.exec(needed)?.[1] ?? '');
  const given = numbersOf(version);
  if (least === undefined || given === undefined) {
    return undefined;
  }
  const position = least.findIndex((number, index) => number !== given[index]);
  return position < 0 || (given[position] ?? 0) > (least[position] ?? 0);
}

function numbersOf(version: string): number[] | undefined {
  return /^\s*v?(\d+)\.(\d+)\.(\d+)\b/.exec(version)?.slice(1).map(Number);
}
