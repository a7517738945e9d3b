import React, { useMemo, useState } from 'react';
import type { Mapping } from '@gatehouse/model';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { useDraft } from '../draft/DraftProvider';
import { testIds } from '../testIds';
import { EditorDrawer } from '../ui/EditorDrawer';
import type { EditorInUrl } from '../ui/useEditorInUrl';
import { MappingFields } from './MappingFields';
import { formValuesOf, mappingFormSchema, type MappingFormValues, mappingOf } from './mappingForm';

interface Props {
  /** The mapping to edit; undefined to add one. */
  mapping: Mapping | undefined;
  editor: EditorInUrl;
}

/** Adds or edits one mapping of the draft. */
export function MappingEditor({ mapping, editor }: Props) {
  const { policy, configuration, dispatch } = useDraft();
  const resolver = useMemo(
    () =>
      zodResolver(
        mappingFormSchema({
          tenants: policy.tenants,
          configuration,
          otherNames: new Set(policy.mappings.map(({ name }) => name).filter((name) => name !== mapping?.name)),
        })
      ),
    [policy, configuration, mapping]
  );
  const [defaultValues] = useState(() => formValuesOf(mapping, policy.tenants));
  const form = useForm<MappingFormValues>({ resolver, defaultValues });

  const save = form.handleSubmit((values) => {
    const next = mappingOf(values, mapping);
    dispatch({
      type: 'change-mapping',
      name: mapping?.name,
      next,
      text: `Mapping ${next.name} ${mapping === undefined ? 'added to' : 'changed in'} the draft`,
    });
    editor.close();
  });
  return (
    <EditorDrawer
      title={mapping === undefined ? 'Add mapping' : `Edit mapping ${mapping.name}`}
      subtitle="Who gets what. It goes into the draft; nothing changes until you publish."
      saveText={mapping === undefined ? 'Add to draft' : 'Save to draft'}
      dirty={form.formState.isDirty}
      onSave={save}
      editor={editor}
      testId={testIds.mappings.editor}
      saveTestId={testIds.mappings.save}
    >
      <MappingFields form={form} tenants={policy.tenants} issuers={configuration.issuers} />
    </EditorDrawer>
  );
}
