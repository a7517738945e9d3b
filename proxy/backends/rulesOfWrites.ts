import type { FindingCode, Remark } from './finding';
import { has, LABELS_CUT_OFF } from './flaws';
import type { SelfDescription } from './selfDescription';

/** So many labels no series has: nothing is ever cut off. */
const NO_LIMIT = 100_000_000;

const UNTIL_THEN = 'until then nothing is written on which labels would be stamped';

/** Can a writer get rid of the labels that are stamped on its samples, or around them? */
export function remarkOnStamps(description: SelfDescription): Remark[] {
  return [...remarkOnLostStamps(description), ...remarkOnNames(description)];
}

function remark(message: string, uncertain = false, code: FindingCode = 'stamps-evadable'): Remark[] {
  return [{ code, message: `${message}; ${UNTIL_THEN}`, hazards: ['stamps-evadable'], uncertain }];
}

/**
 * VictoriaMetrics looks a label up in keys of its index that a label's own name can imitate, so that a series is found for a
 * label that it does not have. Names of letters, digits and underscores cannot.
 */
function remarkOnNames({ program, flags }: SelfDescription): Remark[] {
  if (program === 'vmagent' || flags.get('usePromCompatibleNaming') === 'true') {
    return [];
  }
  return remark(
    'a writer can name labels so that its series are shown to readers of other labels: start it with -usePromCompatibleNaming (v1.88.0 or newer), or drop labels by -relabelConfig whose names begin with anything but a letter or "_", and vouch for the backend (safety: vouched)',
    true,
    'label-names-unchecked'
  );
}

function remarkOnLostStamps({ program, version, versionText, flags }: SelfDescription): Remark[] {
  if (flags.get('sortLabels') === 'true') {
    return remark('-sortLabels may put a label of the writer in the place of a stamped one: remove it');
  }
  const long = ['maxLabelValueLen', 'maxLabelNameLen'].find((flag) => !isSafeLength(flags.get(flag)));
  if (long !== undefined) {
    return remark(`-${long} of 0 or above 65535 lets a label be so long that it swallows the stamp: set it lower`);
  }
  if (program === 'vmagent') {
    return remark('vmagent does not show where it writes to: write to VictoriaMetrics itself, or vouch for it', true);
  }
  if (Number(flags.get('maxLabelsPerTimeseries') ?? 0) >= NO_LIMIT) {
    return [];
  }
  const wayOut = `update to v1.108.0 or newer, or start the old one with -maxLabelsPerTimeseries=${NO_LIMIT}`;
  if (version === undefined) {
    return remark(`a version that is not known may cut stamped labels off series that have many: ${wayOut}`, true);
  }
  return has(LABELS_CUT_OFF, program, version)
    ? remark(`${versionText} cuts stamped labels off series that have many: ${wayOut}`)
    : [];
}

/** VictoriaMetrics keeps lengths in two bytes, and 0 may mean that nothing is checked. */
function isSafeLength(flag: string | undefined): boolean {
  return flag === undefined || (Number(flag) > 0 && Number(flag) <= 65_535);
}

const CHANGING_FLAGS: ReadonlyArray<[flag: string, code: FindingCode]> = [
  ['relabelConfig', 'relabelling'],
  ['streamAggr.config', 'relabelling'],
  ['remoteWrite.relabelConfig', 'relabelling'],
  ['remoteWrite.urlRelabelConfig', 'relabelling'],
  ['remoteWrite.streamAggr.config', 'relabelling'],
  ['remoteWrite.label', 'relabelling'],
];

/** What may change labels after Gatehouse has stamped them. */
export function remarkOnChanges({ flags }: SelfDescription): Remark[] {
  return CHANGING_FLAGS.filter(([flag]) => !['', 'false', undefined].includes(flags.get(flag))).map(([flag, code]) => ({
    code,
    message: `-${flag} changes labels after Gatehouse has stamped them; make sure that it leaves the labels of tenants and filters alone`,
  }));
}
