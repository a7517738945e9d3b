import { isIn, type Releases, type Version } from './version';

/** Programs of VictoriaMetrics that read or write for Gatehouse. */
type Program = 'victoria-metrics' | 'vmselect' | 'vminsert';

interface Flaw {
  programs: readonly Program[];
  /** Always, when left out. */
  from?: Releases;
  fixed: Releases;
  /** What it does, as the end of the sentence "it lacks a fix: …". */
  text: string;
}

/** Questions to several tenants are cached without the tenants, so that they get each other's answers. */
export const SHARED_CACHE: Flaw = {
  programs: ['vmselect'],
  fixed: { since: 'v1.119.0', lines: ['v1.110.10'] },
  text: 'cached answers to questions about several tenants are given to others as well',
};

/** Labels and their values are looked up without the filters when these match more than 100,000 series of a day. */
export const LABELS_OF_MANY_SERIES: Flaw = {
  programs: ['victoria-metrics', 'vmselect'],
  from: { since: 'v1.125.0', lines: ['v1.122.3', 'v1.110.17'] },
  fixed: { since: 'v1.134.0', lines: ['v1.122.13', 'v1.110.28'] },
  text: 'labels and their values are not filtered where the filters match more than 100,000 series of a day',
};

/** Labels beyond `-maxLabelsPerTimeseries` are cut off, those that are stamped first; later releases drop the series instead. */
export const LABELS_CUT_OFF: Flaw = {
  programs: ['victoria-metrics', 'vminsert'],
  fixed: { since: 'v1.108.0' },
  text: 'series with many labels lose the ones that are stamped on them',
};

/** What Gatehouse does not depend on, but whoever else asks the backend may. */
export const LESSER_FLAWS: readonly Flaw[] = [
  {
    programs: ['victoria-metrics', 'vmselect'],
    fixed: { since: 'v1.143.0', lines: ['v1.136.9', 'v1.122.22'] },
    text: 'filters in a form are added to those in the URL instead of giving way to them',
  },
  {
    programs: ['vmselect'],
    fixed: { since: 'v1.137.0', lines: ['v1.136.1', 'v1.122.16'] },
    text: 'the names of all tenants are shown to whoever may ask about several',
  },
  {
    programs: ['vmselect'],
    from: { since: 'v1.135.0', lines: ['v1.122.14', 'v1.110.29'] },
    fixed: { since: 'v1.137.0', lines: ['v1.136.1', 'v1.122.16', 'v1.110.31'] },
    text: 'answers about several tenants may lack some of them',
  },
];

export function has({ programs, from, fixed }: Flaw, program: string | undefined, version: Version): boolean {
  return (
    programs.some((one) => one === program) && (from === undefined || isIn(version, from)) && !isIn(version, fixed)
  );
}
