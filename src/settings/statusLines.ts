import type { Status } from '../api/status';
import { sentence } from '../ui/sentence';
import { plural, t } from '../i18n/t';

export type PartState = 'good' | 'warning' | 'bad';

/** One part of something, how it is, and where it is set right. */
export interface StatusLine {
  state: PartState;
  what: string;
  text: string;
  action?: { text: string; href: string };
}

/** Puts the proxy's status in words, one line a part; its backends are listed apart. */
export function statusLines({ version, policy, issuers, store }: Status): StatusLine[] {
  return [
    { state: 'good', what: t('settings.line.proxy', 'Proxy'), text: `Gatehouse ${version}` },
    {
      state: 'good',
      what: t('settings.line.policy', 'Policy'),
      text:
        policy.revision === 0
          ? t('settings.line.noPolicy', 'Nothing published yet: nobody sees anything')
          : t('settings.line.revision', 'Revision {{revision}}: {{tenants}}, {{mappings}}', {
              revision: policy.revision,
              tenants: plural('settings.line.tenants', policy.tenants, {
                one: '{{number}} tenant',
                other: '{{number}} tenants',
              }),
              mappings: plural('settings.line.mappings', policy.mappings, {
                one: '{{number}} mapping',
                other: '{{number}} mappings',
              }),
            }),
    },
    store.available
      ? {
          state: 'good',
          what: t('settings.line.store', 'Store'),
          text: t('settings.line.storeAvailable', 'Available ({{kind}})', { kind: store.kind }),
        }
      : {
          state: 'bad',
          what: t('settings.line.store', 'Store'),
          text: t('settings.line.storeGone', 'Not available; queries are answered, changes are not kept. {{error}}', {
            error: store.error === undefined ? '' : sentence(store.error),
          }).trim(),
        },
    ...issuers.flatMap((issuer) => [issuerLine(issuer), ...opaqueTokensLine(issuer)]),
  ];
}

type Issuer = Status['issuers'][number];

function issuerLine({ name, issuer, state, keys, leftOut = [], error }: Issuer): StatusLine {
  const what = t('settings.line.issuer', 'Issuer {{name}}', { name });
  switch (state) {
    case 'ready':
      return keys === 0
        ? {
            state: 'warning',
            what,
            text: t('settings.line.noKey', '{{issuer}} has no usable key: nobody of it is let in. {{reasons}}', {
              issuer,
              reasons: leftOut.map(sentence).join(' '),
            }).trim(),
          }
        : {
            state: 'good',
            what,
            text: plural(
              'settings.line.keys',
              keys,
              { one: '{{number}} key of {{issuer}}', other: '{{number}} keys of {{issuer}}' },
              { issuer }
            ),
          };
    case 'cold':
      return {
        state: 'warning',
        what,
        text: t('settings.line.cold', 'Keys of {{issuer}} are not fetched yet; the first query does that', { issuer }),
      };
    case 'failing':
      return {
        state: 'bad',
        what,
        text: t('settings.line.failing', 'Keys of {{issuer}} cannot be fetched. {{error}}', {
          issuer,
          error: error === undefined ? '' : sentence(error),
        }).trim(),
      };
  }
}

/** Says when tokens cannot be asked about; else there is nothing to say. */
function opaqueTokensLine({ name, issuer, opaque }: Issuer): StatusLine[] {
  if (opaque?.state !== 'failing') {
    return [];
  }
  const text = t(
    'settings.line.opaqueFailing',
    '{{issuer}} cannot be asked about tokens that are no JSON Web Tokens. {{error}}',
    { issuer, error: opaque.error === undefined ? '' : sentence(opaque.error) }
  );
  return [{ state: 'bad', what: t('settings.line.opaque', 'Opaque tokens of {{name}}', { name }), text: text.trim() }];
}
