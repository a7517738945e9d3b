import React, { useMemo, useState } from 'react';
import { type Mapping, parsePrincipal, type Tenant } from '@gatehouse/model';
import { Button, Combobox, Field, Input, Modal, RadioButtonGroup, Text } from '@grafana/ui';
import { plural, t } from '../i18n/t';
import { sentence } from '../ui/sentence';
import { useReturnFocus } from '../ui/useReturnFocus';
import { type BulkChange, bulkEdits } from './bulkEdits';

type Kind = 'add-principal' | 'remove-principal' | 'add-tenant' | 'remove-tenant';

interface Props {
  /** The selected ones. */
  mappings: readonly Mapping[];
  tenants: readonly Tenant[];
  onChange: (change: BulkChange) => void;
  onClose: () => void;
}

/** Adds a principal or a tenant to many mappings, or takes it out; says before how many it makes a difference to. */
export function BulkChangeModal({ mappings, tenants, onChange, onClose }: Props) {
  useReturnFocus();
  const [kind, setKind] = useState<Kind>('add-principal');
  const [principal, setPrincipal] = useState('');
  const [tenant, setTenant] = useState('');
  const [tried, setTried] = useState(false);
  const ofPrincipals = kind === 'add-principal' || kind === 'remove-principal';

  const { change, problem } = useMemo((): { change?: BulkChange; problem?: string } => {
    if (!ofPrincipals) {
      return tenant === ''
        ? { problem: t('mappings.bulkChange.noTenant', 'Choose a tenant.') }
        : { change: { kind, tenant } };
    }
    const parsed = parsePrincipal(principal.trim());
    return 'problem' in parsed
      ? { problem: sentence(parsed.problem) }
      : { change: { kind, principal: parsed.principal } };
  }, [ofPrincipals, kind, principal, tenant]);
  const edits = useMemo(() => (change === undefined ? [] : bulkEdits(mappings, change)), [mappings, change]);

  const submit = () => {
    setTried(true);
    if (change !== undefined && edits.length > 0) {
      onChange(change);
    }
  };
  return (
    <Modal
      isOpen
      title={plural('mappings.bulkChange.title', mappings.length, {
        one: 'Change {{number}} mapping',
        other: 'Change {{number}} mappings',
      })}
      onDismiss={onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        noValidate
      >
        <Field label={t('mappings.bulkChange.what', 'What to do')}>
          <RadioButtonGroup<Kind>
            value={kind}
            onChange={(next) => {
              setKind(next);
              setTried(false);
            }}
            options={[
              { value: 'add-principal', label: t('mappings.bulkChange.addPrincipal', 'Add principal') },
              { value: 'remove-principal', label: t('mappings.bulkChange.removePrincipal', 'Take out principal') },
              { value: 'add-tenant', label: t('mappings.bulkChange.addTenant', 'Add tenant') },
              { value: 'remove-tenant', label: t('mappings.bulkChange.removeTenant', 'Take out tenant') },
            ]}
          />
        </Field>
        {ofPrincipals ? (
          <Field
            label={t('mappings.bulkChange.principal', 'Principal')}
            description={t('mappings.bulkChange.principalHint', 'With its kind, for example group:acme-dev')}
            htmlFor="gatehouse-bulk-principal"
            invalid={tried && problem !== undefined}
            error={problem}
          >
            <Input
              id="gatehouse-bulk-principal"
              value={principal}
              onChange={(event) => setPrincipal(event.currentTarget.value)}
            />
          </Field>
        ) : (
          <Field
            label={t('mappings.bulkChange.tenant', 'Tenant')}
            description={
              kind === 'add-tenant'
                ? t(
                    'mappings.bulkChange.tenantHint',
                    'The whole tenant, to read; mappings that deny deny it. Mappings that name it already stay as they are.'
                  )
                : t('mappings.bulkChange.tenantOutHint', 'All grants of this tenant, whatever their filters.')
            }
            htmlFor="gatehouse-bulk-tenant"
            invalid={tried && problem !== undefined}
            error={problem}
          >
            <Combobox
              id="gatehouse-bulk-tenant"
              options={tenants.map(({ name, title }) => ({ value: name, label: name, description: title }))}
              value={tenant === '' ? null : tenant}
              onChange={(option) => setTenant(option.value)}
              placeholder={t('mappings.bulkChange.chooseTenant', 'Choose a tenant')}
            />
          </Field>
        )}
        <span role="status">
          {change !== undefined && (
            <Text color="secondary">
              {edits.length === mappings.length
                ? plural('mappings.bulkChange.all', mappings.length, {
                    one: 'It changes {{number}} mapping.',
                    other: 'It changes all {{number}} mappings.',
                  })
                : plural(
                    'mappings.bulkChange.some',
                    mappings.length - edits.length,
                    {
                      one: 'It changes {{changed}}; {{number}} stays as it is, because nothing would change there or nothing would be left.',
                      other:
                        'It changes {{changed}}; {{number}} stay as they are, because nothing would change there or nothing would be left.',
                    },
                    { changed: edits.length }
                  )}
            </Text>
          )}
        </span>
        <Modal.ButtonRow>
          <Button variant="secondary" fill="outline" onClick={onClose}>
            {t('ui.cancel', 'Cancel')}
          </Button>
          <Button type="submit" disabled={change !== undefined && edits.length === 0}>
            {t('mappings.bulkChange.submit', 'Change in draft')}
          </Button>
        </Modal.ButtonRow>
      </form>
    </Modal>
  );
}
