import React, { useMemo, useState } from 'react';
import type { Tenant } from '@gatehouse/model';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { useDraft } from '../draft/DraftProvider';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { EditorDrawer } from '../ui/EditorDrawer';
import type { EditorInUrl } from '../ui/useEditorInUrl';
import { TenantFields } from './TenantFields';
import { tenantFormSchema, type TenantFormValues, tenantFormValuesOf, tenantOf } from './tenantForm';

interface Props {
  /** The tenant to edit; undefined to add one. */
  tenant: Tenant | undefined;
  editor: EditorInUrl;
}

/** Adds or edits one tenant of the draft. */
export function TenantEditor({ tenant, editor }: Props) {
  const { policy, configuration, dispatch } = useDraft();
  const resolver = useMemo(() => {
    const others = policy.tenants.map(({ name }) => name).filter((name) => name !== tenant?.name);
    return zodResolver(tenantFormSchema(configuration, new Set(others)));
  }, [policy, configuration, tenant]);
  const [defaultValues] = useState(() => tenantFormValuesOf(tenant, configuration));
  const form = useForm<TenantFormValues>({ resolver, defaultValues });
  const save = form.handleSubmit((values) => {
    const next = tenantOf(values, configuration);
    dispatch({
      type: 'change-tenant',
      name: tenant?.name,
      next,
      text:
        tenant === undefined
          ? t('tenants.step.added', 'Tenant {{name}} added to the draft', { name: next.name })
          : t('tenants.step.changed', 'Tenant {{name}} changed in the draft', { name: next.name }),
    });
    editor.close();
  });
  return (
    <EditorDrawer
      title={
        tenant === undefined
          ? t('tenants.editor.add', 'Add tenant')
          : t('tenants.editor.edit', 'Edit tenant {{name}}', { name: tenant.name })
      }
      subtitle={t('tenants.editor.about', 'A place where series live. Adding it gives nobody access; mappings do.')}
      saveText={
        tenant === undefined ? t('tenants.editor.addSave', 'Add to draft') : t('tenants.editor.save', 'Save to draft')
      }
      dirty={form.formState.isDirty}
      onSave={save}
      editor={editor}
      testId={testIds.tenants.editor}
      saveTestId={testIds.tenants.save}
    >
      <TenantFields form={form} configuration={configuration} named={tenant !== undefined} />
    </EditorDrawer>
  );
}
