import React, { useCallback, useMemo, useState } from 'react';
import { Alert, Button, FilterInput, RadioButtonGroup, Stack, Text } from '@grafana/ui';
import { useAbility } from '../api/ability';
import { type CreatedCredential, type Credential, useCredentials } from '../api/credentials';
import { plural, t } from '../i18n/t';
import { testIds } from '../testIds';
import { PageFrame } from '../ui/PageFrame';
import { QueryState } from '../ui/QueryState';
import { compareTexts } from '../ui/sortRows';
import { StatePanel } from '../ui/StatePanel';
import { useDialogInUrl } from '../ui/useDialogInUrl';
import { useUrlText } from '../ui/useUrlText';
import { useUrlValue } from '../ui/useUrlValue';
import { CredentialDialog, type CredentialDialogKind } from './CredentialDialog';
import { CredentialsTable } from './CredentialsTable';
import { SecretModal } from './SecretModal';

const DIALOGS: readonly CredentialDialogKind[] = ['add', 'edit', 'rotate', 'revoke'];

/** The credentials of machines: create, change, rotate and revoke them. */
export function CredentialsPage() {
  const ability = useAbility();
  const credentials = useCredentials();
  const dialogs = useDialogInUrl(DIALOGS);
  // The only place that holds a secret, and only until its dialog closes.
  const [created, setCreated] = useState<CreatedCredential>();
  const { open } = dialogs;
  const administer = ability?.administer === true;
  const add = (
    <Button icon="plus" onClick={() => open('add')}>
      {t('credentials.page.add', 'Create credential')}
    </Button>
  );
  return (
    <PageFrame page="credentials" actions={administer && credentials.data?.length !== 0 ? add : undefined}>
      <Stack direction="column" gap={2}>
        {ability?.administer === false && (
          <Alert severity="info" title={t('credentials.page.viewOnly', 'You can look, and change nothing here')}>
            {t(
              'credentials.page.viewOnlyHelp',
              'The admin token that is saved for this app does not allow it: that takes the role admin. Whoever operates the proxy has such tokens.'
            )}
          </Alert>
        )}
        <QueryState query={credentials} label={t('credentials.page.loading', 'Loading the credentials')}>
          {(list) => (
            <>
              {list.length === 0 ? (
                <StatePanel
                  icon="key-skeleton-alt"
                  title={t('credentials.page.empty', 'No machine has a credential yet')}
                  testId={testIds.states.empty}
                  actions={administer ? add : undefined}
                >
                  {t(
                    'credentials.page.emptyHelp',
                    'Agents that write and Grafana’s alert rules have nobody who logs in. Create a credential for each, then map service:<name> to what it may read or write.'
                  )}
                </StatePanel>
              ) : (
                <CredentialList credentials={list} editable={administer} open={open} />
              )}
              {administer && created === undefined && (
                <CredentialDialog dialogs={dialogs} credentials={list} onCreated={setCreated} />
              )}
            </>
          )}
        </QueryState>
      </Stack>
      {created !== undefined && (
        <SecretModal
          created={created}
          onClose={() => {
            setCreated(undefined);
            dialogs.close();
          }}
        />
      )}
    </PageFrame>
  );
}

interface ListProps {
  credentials: readonly Credential[];
  editable: boolean;
  open: (kind: CredentialDialogKind, id: string) => void;
}

function CredentialList({ credentials, editable, open }: ListProps) {
  const [query, setQuery] = useUrlText('q');
  const [order, setOrder] = useUrlValue('sort');
  const [shown, setShown] = useUrlValue('state');
  const [now] = useState(Date.now);
  const live = useMemo(() => credentials.filter(({ state }) => state === 'live'), [credentials]);
  const found = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/);
    const inState = shown === 'all' ? credentials : shown === 'ended' ? credentials.filter(hasEnded) : live;
    return inState
      .filter(({ name, comment, prefix, createdBy }) => {
        const text = `${name} ${comment} ${prefix} ${createdBy}`.toLowerCase();
        return words.every((word) => text.includes(word));
      })
      .toSorted((a, b) => compareTexts(a.name, b.name));
  }, [credentials, live, query, shown]);
  const unused = live.filter(({ mappings }) => mappings?.length === 0).length;
  const onEdit = useCallback(({ id }: Credential) => open('edit', id), [open]);
  const onRotate = useCallback(({ id }: Credential) => open('rotate', id), [open]);
  const onRevoke = useCallback(({ id }: Credential) => open('revoke', id), [open]);
  return (
    <Stack direction="column" gap={2}>
      <Stack gap={2} alignItems="center" wrap="wrap">
        <FilterInput
          width={40}
          value={query}
          onChange={setQuery}
          escapeRegex={false}
          placeholder={t('credentials.list.search', 'Search by name, comment or author')}
          aria-label={t('credentials.list.searchLabel', 'Search credentials')}
        />
        <RadioButtonGroup
          aria-label={t('credentials.list.which', 'Which credentials')}
          options={[
            { value: '', label: t('credentials.list.live', 'Live') },
            { value: 'ended', label: t('credentials.list.ended', 'Ended') },
            { value: 'all', label: t('credentials.list.all', 'All') },
          ]}
          value={shown}
          onChange={setShown}
        />
        <span role="status">
          <Text color="secondary">
            {plural('credentials.list.count', found.length, {
              one: '{{number}} credential',
              other: '{{number}} credentials',
            })}
            {unused > 0 &&
              ` · ${plural('credentials.list.unmapped', unused, {
                one: '{{number}} live one that no mapping names',
                other: '{{number}} live ones that no mapping names',
              })}`}
          </Text>
        </span>
      </Stack>
      {found.length === 0 ? (
        <StatePanel
          icon="search"
          title={t('credentials.list.none', 'No credential matches')}
          testId={testIds.states.noHits}
          actions={
            <Button
              variant="secondary"
              onClick={() => {
                setQuery('');
                setShown('all');
              }}
            >
              {t('credentials.list.showAll', 'Show all')}
            </Button>
          }
        >
          {t(
            'credentials.list.noneHelp',
            'Every word must occur in name, comment, author or the beginning of the secret. What ended is kept in the list for 90 days.'
          )}
        </StatePanel>
      ) : (
        <CredentialsTable
          credentials={found}
          order={order}
          onOrder={setOrder}
          sought={`${query} ${shown}`}
          {...{ editable, now, onEdit, onRotate, onRevoke }}
        />
      )}
    </Stack>
  );
}

function hasEnded({ state }: Credential): boolean {
  return state !== 'live';
}
