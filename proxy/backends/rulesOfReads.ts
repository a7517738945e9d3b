import type { Remark } from './finding';
import { has, LABELS_OF_MANY_SERIES, SHARED_CACHE } from './flaws';
import type { SelfDescription } from './selfDescription';

/** Does it filter labels as it is told to? */
export function remarkOnLabels({ program, version, versionText, flags }: SelfDescription): Remark[] {
  const remark = (message: string): Remark => ({
    code: 'labels-api-unfiltered',
    message: `${message}; until then people with filters are not answered which labels there are`,
    hazards: ['labels-unfiltered'],
  });
  const ignores = flags.get('search.ignoreExtraFiltersAtLabelsAPI') === 'true';
  const forgets = version !== undefined && has(LABELS_OF_MANY_SERIES, program, version);
  return [
    ...(ignores ? [remark('it shows the labels of all series: remove -search.ignoreExtraFiltersAtLabelsAPI')] : []),
    ...(forgets
      ? [
          remark(
            `${versionText} shows the labels of all series when a filter matches more than 100,000 of them: update to v1.134.0 or newer (v1.122.13, v1.110.28)`
          ),
        ]
      : []),
  ];
}

/** May questions to several tenants be asked of this vmselect? */
export function remarkOnFederation({ program, version, versionText }: SelfDescription): Remark[] {
  if (version !== undefined && !has(SHARED_CACHE, program, version)) {
    return [];
  }
  const [subject, verb] = version === undefined ? ['a version that is not known', 'may give'] : [versionText, 'gives'];
  return [
    {
      code: 'federation-leaks',
      message: `${subject} ${verb} cached answers to questions about several tenants to others as well: update to v1.119.0 or newer (v1.110.10); until then several tenants cannot be asked at once`,
      hazards: ['federation-leaks'],
      uncertain: version === undefined,
    },
  ];
}
