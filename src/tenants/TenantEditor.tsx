import React, { useMemo, useState } from 'react';
import type { Tenant } from '@gatehouse/model';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { useDraft } from '../draft/DraftProvider';
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
      text: `Tenant ${next.name} ${tenant === undefined ? 'added to' : 'changed in'} the draft`,
    });
    editor.close();
  });
  return (
    <EditorDrawer
      title={tenant === undefined ? 'Add tenant' : `Edit tenant ${tenant.name}`}
      subtitle="A place where series live. Adding it gives nobody access; mappings do."
      saveText={tenant === undefined ? 'Add to draft' : 'Save to draft'}
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
