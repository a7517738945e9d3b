import React, { useState } from 'react';
import { Button, Combobox, Drawer, Field, Stack, Text } from '@grafana/ui';
import type { Tenant } from '@gatehouse/model';
import { useLabelsOfNode, useTenantsOfBackend, useValuesOfNode } from '../api/tenantsOfBackend';
import { useDraft } from '../draft/DraftProvider';
import { plural, t } from '../i18n/t';
import { QueryState } from '../ui/QueryState';
import { useReturnFocus } from '../ui/useReturnFocus';
import { clusterPlaces, labelPlaces } from './foundPlaces';
import { FoundPlaceList } from './FoundPlaceList';
import { kindInWords } from './tenantPlace';

interface Props {
  /** The name of the backend that is looked at. */
  backend: string;
  onBackend: (name: string) => void;
  /** Opens the form of a tenant, for what cannot be found. */
  onAddByHand: () => void;
  onClose: () => void;
}

/** Shows what backends hold already, and makes tenants of it: named one by one, added to the draft in one step. */
export function DiscoveryDrawer({ backend, onBackend, onAddByHand, onClose }: Props) {
  const { configuration, dispatch } = useDraft();
  useReturnFocus();
  const { backends } = configuration;
  const kind = backends.find(({ name }) => name === backend)?.kind;
  const add = (tenants: readonly Tenant[]) => {
    const [only] = tenants;
    dispatch({
      type: 'change-several',
      tenants: tenants.map((next) => ({ next })),
      text:
        tenants.length === 1 && only !== undefined
          ? t('tenants.step.added', 'Tenant {{name}} added to the draft', { name: only.name })
          : plural('tenants.step.addedMany', tenants.length, {
              one: '{{number}} tenant added to the draft',
              other: '{{number}} tenants added to the draft',
            }),
    });
    onClose();
  };
  return (
    <Drawer
      title={t('tenants.discovery.title', 'Find existing tenants')}
      subtitle={t(
        'tenants.discovery.about',
        'What a backend has series of. Naming it adds a tenant to the draft; it gives nobody access, mappings do.'
      )}
      size="md"
      onClose={onClose}
    >
      <Stack direction="column" gap={3}>
        <Field
          label={t('tenants.fields.backend', 'Backend')}
          description={kind === undefined ? undefined : kindInWords(kind)}
          htmlFor="discovery-backend"
          noMargin
        >
          <Combobox
            id="discovery-backend"
            options={backends.map((one) => ({
              value: one.name,
              label: one.name,
              description: kindInWords(one.kind),
            }))}
            value={backend}
            onChange={({ value }) => onBackend(value)}
          />
        </Field>
        {kind === 'victoriametrics-cluster' ? (
          <OfCluster key={backend} backend={backend} onAdd={add} onClose={onClose} />
        ) : kind === 'victoriametrics' ? (
          <OfNode key={backend} backend={backend} onAdd={add} onClose={onClose} />
        ) : (
          <Stack direction="column" gap={2} alignItems="flex-start">
            <Text element="p">
              {kind === 'mimir'
                ? t(
                    'tenants.discovery.mimir',
                    'Mimir does not tell which orgs it holds. Add them by hand, by their tenant id.'
                  )
                : t('tenants.discovery.gone', 'The proxy’s configuration has no backend {{backend}}.', { backend })}
            </Text>
            <Button icon="plus" variant="secondary" onClick={onAddByHand}>
              {t('tenants.discovery.byHand', 'Add a tenant by hand')}
            </Button>
          </Stack>
        )}
      </Stack>
    </Drawer>
  );
}

interface PartProps {
  backend: string;
  onAdd: (tenants: readonly Tenant[]) => void;
  onClose: () => void;
}

function OfCluster({ backend, onAdd, onClose }: PartProps) {
  const { policy } = useDraft();
  const query = useTenantsOfBackend(backend);
  return (
    <QueryState query={query} label={t('tenants.discovery.loading', 'Looking for tenants')}>
      {({ tenants, known, complete }) =>
        known ? (
          <FoundPlaceList
            places={clusterPlaces(backend, tenants, policy.tenants)}
            complete={complete}
            empty={t('tenants.discovery.emptyCluster', 'The cluster has no series of any tenant yet.')}
            onAdd={onAdd}
            onClose={onClose}
          />
        ) : (
          <Text element="p">
            {t('tenants.discovery.untold', 'This backend does not tell its tenants. Add them by hand.')}
          </Text>
        )
      }
    </QueryState>
  );
}

/** A single node has no tenants of its own: some label parts its series. */
function OfNode({ backend, onAdd, onClose }: PartProps) {
  const { policy } = useDraft();
  const labels = useLabelsOfNode(backend);
  const [label, setLabel] = useState('');
  const values = useValuesOfNode(backend, label);
  if (labels.error?.code === 'role-insufficient') {
    return (
      <Text element="p" color="secondary">
        {t(
          'tenants.discovery.roleAdmin',
          'Everything that a single node holds is shown only with an admin token of the role admin.'
        )}
      </Text>
    );
  }
  return (
    <QueryState query={labels} label={t('tenants.discovery.loadingLabels', 'Looking for labels')} rows={2}>
      {({ found }) => (
        <Stack direction="column" gap={3}>
          <Field
            label={t('tenants.discovery.label', 'Label that tells tenants apart')}
            description={t(
              'tenants.discovery.labelAbout',
              'Each of its values can be a tenant: enforced on reads and stamped on writes.'
            )}
            htmlFor="discovery-label"
            noMargin
          >
            <Combobox
              id="discovery-label"
              placeholder={t('tenants.discovery.chooseLabel', 'Choose a label')}
              options={found.filter((name) => name !== '__name__').map((name) => ({ value: name, label: name }))}
              value={label === '' ? null : label}
              onChange={({ value }) => setLabel(value)}
            />
          </Field>
          {label !== '' && (
            <QueryState query={values} label={t('tenants.discovery.loadingValues', 'Looking for values')}>
              {({ found: texts, complete }) => (
                <FoundPlaceList
                  key={label}
                  places={labelPlaces(backend, label, texts, policy.tenants)}
                  complete={complete}
                  empty={t('tenants.discovery.emptyLabel', 'No series of the last day has this label.')}
                  onAdd={onAdd}
                  onClose={onClose}
                />
              )}
            </QueryState>
          )}
        </Stack>
      )}
    </QueryState>
  );
}
