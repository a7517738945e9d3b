/** A release of VictoriaMetrics: major, minor, patch. */
export type Version = readonly [major: number, minor: number, patch: number];

/**
 * Where a change is: in a release and all that follow, and in the lines of long-term support from the named release on. All
 * as `v1.2.3`.
 */
export interface Releases {
  since: string;
  lines?: readonly string[];
}

/** Finds the release in a version as programs tell it, for example `vmselect-20260821-153000-tags-v1.150.0-cluster-0-g1a2b3c4`. */
export function readVersion(text: string): Version | undefined {
  const [, major, minor, patch] = /(?:^|-)v([0-9]{1,4})\.([0-9]{1,4})\.([0-9]{1,4})(?:-|$)/.exec(text) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

export function printVersion([major, minor, patch]: Version): string {
  return `v${major}.${minor}.${patch}`;
}

export function isIn(version: Version, { since, lines = [] }: Releases): boolean {
  return (
    isAtLeast(version, known(since)) ||
    lines.map(known).some((line) => isOfLine(version, line) && version[2] >= line[2])
  );
}

function isOfLine(version: Version, line: Version): boolean {
  return version[0] === line[0] && version[1] === line[1];
}

function isAtLeast(version: Version, other: Version): boolean {
  const index = [0, 1].find((place) => version[place] !== other[place]) ?? 2;
  return (version[index] ?? 0) >= (other[index] ?? 0);
}

function known(text: string): Version {
  const version = readVersion(text);
  if (version === undefined) {
    throw new Error(`${text} is no release`);
  }
  return version;
}
