import type { Status } from '../api/status';
import { count } from '../ui/count';
import { sentence } from '../ui/sentence';

export type PartState = 'good' | 'warning' | 'bad';

/** One part of the proxy and how it is. */
export interface StatusLine {
  state: PartState;
  what: string;
  text: string;
}

/** Puts the proxy's status in words, one line a part; its backends are listed apart. */
export function statusLines({ version, policy, issuers, store }: Status): StatusLine[] {
  return [
    { state: 'good', what: 'Proxy', text: `Gatehouse ${version}` },
    {
      state: 'good',
      what: 'Policy',
      text:
        policy.revision === 0
          ? 'Nothing published yet: nobody sees anything'
          : `Revision ${policy.revision}: ${count(policy.tenants, 'tenant')}, ${count(policy.mappings, 'mapping')}`,
    },
    store.available
      ? { state: 'good', what: 'Store', text: `Available (${store.kind})` }
      : {
          state: 'bad',
          what: 'Store',
          text: `Not available; queries are answered, changes are not kept. ${store.error === undefined ? '' : sentence(store.error)}`.trim(),
        },
    ...issuers.flatMap((issuer) => [issuerLine(issuer), ...opaqueTokensLine(issuer)]),
  ];
}

type Issuer = Status['issuers'][number];

function issuerLine({ name, issuer, state, keys, leftOut = [], error }: Issuer): StatusLine {
  const what = `Issuer ${name}`;
  switch (state) {
    case 'ready':
      return keys === 0
        ? {
            state: 'warning',
            what,
            text: `${issuer} has no usable key: nobody of it is let in. ${leftOut.map(sentence).join(' ')}`.trim(),
          }
        : { state: 'good', what, text: `${count(keys, 'key')} of ${issuer}` };
    case 'cold':
      return { state: 'warning', what, text: `Keys of ${issuer} are not fetched yet; the first query does that` };
    case 'failing':
      return {
        state: 'bad',
        what,
        text: `Keys of ${issuer} cannot be fetched. ${error === undefined ? '' : sentence(error)}`.trim(),
      };
  }
}

/** Says when tokens cannot be asked about; else there is nothing to say. */
function opaqueTokensLine({ name, issuer, opaque }: Issuer): StatusLine[] {
  if (opaque?.state !== 'failing') {
    return [];
  }
  const text = `${issuer} cannot be asked about tokens that are no JSON Web Tokens. ${opaque.error === undefined ? '' : sentence(opaque.error)}`;
  return [{ state: 'bad', what: `Opaque tokens of ${name}`, text: text.trim() }];
}
