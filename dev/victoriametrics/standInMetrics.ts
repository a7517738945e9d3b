// The cluster's release whose paths and answers the stand-in has.
const VERSION = 'v1.150.0';

/** Flags that decide whether a backend confines what it is asked to, and that a single node has too. */
const FLAGS: Readonly<Record<StandInFor, readonly string[]>> = {
  vmselect: ['search.ignoreExtraFiltersAtLabelsAPI'],
  vminsert: ['maxLabelsPerTimeseries', 'sortLabels'],
};

type StandInFor = 'vmselect' | 'vminsert';

/**
 * What `/metrics` of vmselect or vminsert says about itself: its version, marked as the stand-in's, and the flags that matter, as the
 * nodes behind it have them. The tenant's headers (`AccountID`) are not read, whatever they say. That names of labels are
 * checked is what the release can do and the nodes behind cannot.
 *
 * @param metrics a node's own `/metrics`
 */
export function standInMetrics(component: StandInFor, metrics: string): string {
  const flags = metrics
    .split('\n')
    .filter((line) => FLAGS[component].includes(/^flag\{name="([^"]+)"/.exec(line)?.[1] ?? ''));
  const version = `version="${component}-20260821-tags-${VERSION}-cluster", short_version="${VERSION}-cluster"`;
  return [
    `vm_app_version{${version}, build="the stand-in of Gatehouse's development kit"} 1`,
    ...flags,
    'flag{name="enableMultitenancyViaHeaders", value="false", is_set="true"} 1',
    'flag{name="usePromCompatibleNaming", value="true", is_set="true"} 1',
    '',
  ].join('\n');
}
