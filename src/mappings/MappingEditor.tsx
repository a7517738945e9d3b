import React, { useMemo, useState } from 'react';
import type { Mapping } from '@gatehouse/model';
import { Button } from '@grafana/ui';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { useSearchParams } from 'react-router-dom';
import { useDraft } from '../draft/DraftProvider';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { EditorDrawer } from '../ui/EditorDrawer';
import type { EditorInUrl } from '../ui/useEditorInUrl';
import { AdviceProvider } from './Advice';
import { MappingFields } from './MappingFields';
import { formValuesOf, mappingFormSchema, type MappingFormValues, mappingOf } from './mappingForm';

interface Props {
  /** The mapping to edit; undefined to add one. */
  mapping: Mapping | undefined;
  editor: EditorInUrl;
}

/** Adds or edits one mapping of the draft. */
export function MappingEditor({ mapping, editor }: Props) {
  const [copying, setCopying] = useState(false);
  // A copy is a mapping of its own, which starts with what the other one has.
  const original = copying ? undefined : mapping;
  const { policy, published, configuration, dispatch } = useDraft();
  const resolver = useMemo(
    () =>
      zodResolver(
        mappingFormSchema({
          tenants: policy.tenants,
          configuration,
          otherNames: new Set(policy.mappings.map(({ name }) => name).filter((name) => name !== original?.name)),
        })
      ),
    [policy, configuration, original]
  );
  // A link may say for whom a new mapping is to be: `for=service:vmagent`.
  const [params] = useSearchParams();
  const [defaultValues] = useState(() => {
    const values = formValuesOf(mapping, policy.tenants);
    const named = mapping === undefined ? params.get('for') : null;
    return named === null ? values : { ...values, principals: { ...values.principals, list: [named] } };
  });
  const form = useForm<MappingFormValues>({ resolver, defaultValues });

  const others = useMemo(
    () => policy.mappings.filter(({ name }) => name !== original?.name),
    [policy.mappings, original]
  );
  const duplicate = () => {
    setCopying(true);
    form.setValue('name', freeName(form.getValues('name'), policy.mappings), { shouldDirty: true });
    form.clearErrors();
    form.setFocus('name', { shouldSelect: true });
  };

  const save = form.handleSubmit((values) => {
    const next = mappingOf(values);
    dispatch({
      type: 'change-mapping',
      name: original?.name,
      next,
      text:
        original === undefined
          ? t('mappings.editor.added', 'Mapping {{name}} added to the draft', { name: next.name })
          : t('mappings.editor.changed', 'Mapping {{name}} changed in the draft', { name: next.name }),
    });
    editor.close();
  });
  return (
    <EditorDrawer
      title={
        original === undefined
          ? t('mappings.editor.add', 'Add mapping')
          : t('mappings.editor.edit', 'Edit mapping {{name}}', { name: original.name })
      }
      subtitle={t(
        'mappings.editor.subtitle',
        'Who gets what. It goes into the draft; nothing changes until you publish.'
      )}
      saveText={
        original === undefined
          ? t('mappings.editor.saveNew', 'Add to draft')
          : t('mappings.editor.save', 'Save to draft')
      }
      dirty={form.formState.isDirty}
      onSave={save}
      editor={editor}
      more={
        original !== undefined && (
          <Button variant="secondary" fill="text" icon="copy" onClick={duplicate}>
            {t('mappings.editor.duplicate', 'Duplicate')}
          </Button>
        )
      }
      testId={testIds.mappings.editor}
      saveTestId={testIds.mappings.save}
    >
      <AdviceProvider control={form.control} tenants={policy.tenants} others={others}>
        <MappingFields
          form={form}
          tenants={policy.tenants}
          published={published.policy.tenants}
          issuers={configuration.issuers}
        />
      </AdviceProvider>
    </EditorDrawer>
  );
}

/** A name for a copy that no mapping has yet. */
function freeName(name: string, mappings: readonly Mapping[]): string {
  const taken = new Set(mappings.map((one) => one.name));
  const longest = 63;
  for (let number = 1; ; number++) {
    const ending = number === 1 ? '-copy' : `-copy-${number}`;
    const free = `${name.slice(0, longest - ending.length)}${ending}`;
    if (!taken.has(free)) {
      return free;
    }
  }
}
