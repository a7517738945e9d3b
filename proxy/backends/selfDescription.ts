import { readVersion, type Version } from './version';

/** What a process says of itself. */
export interface SelfDescription {
  /** `vmselect`, `victoria-metrics`, `mimir`, `prometheus`, …; undefined when it does not say. */
  program: string | undefined;
  /** Undefined when it does not say, as Debian's builds. */
  version: Version | undefined;
  /** As it calls it, for people. */
  versionText: string | undefined;
  /** Its command line flags, also those that were not set. */
  flags: ReadonlyMap<string, string>;
}

const FLAG = /^flag\{name="((?:[^"\\]|\\.)*)", ?value="((?:[^"\\]|\\.)*)"/;
const APP_VERSION = /^vm_app_version\{version="([^"]*)"/;
const BUILD_INFO = /^(prometheus|cortex|thanos|loki)_build_info\{/;

const TELLING_LINES = /^(?:flag|vm_app_version|(?:prometheus|cortex|thanos|loki)_build_info)\{.*$/gm;

/** Finds the lines of `/metrics` that `describe` wants; the rest may be many thousands of series. */
export function tellingLines(text: string): string[] {
  return text.match(TELLING_LINES) ?? [];
}

/** Reads what a process says of itself out of the lines of its `/metrics`. */
export function describe(lines: readonly string[]): SelfDescription {
  const flags = new Map<string, string>();
  let built: string | undefined;
  let other: string | undefined;
  for (const line of lines) {
    const [, name, value] = FLAG.exec(line) ?? [];
    if (name !== undefined && value !== undefined) {
      flags.set(name, value);
    }
    built ??= APP_VERSION.exec(line)?.[1];
    other ??= BUILD_INFO.exec(line)?.[1];
  }
  const version = built === undefined ? undefined : readVersion(built);
  const program = built === undefined ? other : (/^(vm[a-z]+|victoria-[a-z]+)-/.exec(built)?.[1] ?? programOf(flags));
  return {
    program: program === 'cortex' ? 'mimir' : program,
    version,
    versionText: version && /v[0-9.]+(?:-enterprise)?(?:-cluster)?/.exec(built ?? '')?.[0],
    flags,
  };
}

/** Builds without a version are told apart by the flags that only they have. */
function programOf(flags: ReadonlyMap<string, string>): string | undefined {
  const found = [
    ['auth.config', 'vmauth'],
    ['datasource.url', 'vmalert'],
    ['remoteWrite.url', 'vmagent'],
    ['vminsertAddr', 'vmstorage'],
    ['storageNode', flags.has('maxLabelsPerTimeseries') ? 'vminsert' : 'vmselect'],
    ['storageDataPath', 'victoria-metrics'],
  ].find(([flag = '']) => flags.has(flag));
  return found?.[1];
}
