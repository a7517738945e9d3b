import React, { useId } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, RadioButtonList, Stack, Text, useStyles2 } from '@grafana/ui';
import { changeKey } from '../draft/draft';
import { useDraft } from '../draft/DraftProvider';
import type { SettingItem } from '../draft/settingItems';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { ChangeBadge } from '../ui/ChangeBadge';
import { sentence } from '../ui/sentence';
import { settingInWords } from './settingInWords';

interface Props {
  label: string;
  description: string;
  /** The values of one setting; at least one. */
  choices: readonly SettingItem[];
  /** As the draft has it. */
  value: SettingItem['value'];
}

/** One setting of the policy, with all that it can be in words. */
export function SettingField({ label, description, choices, value }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const { draft, readOnlyBecause, dispatch } = useDraft();
  const name = choices[0]?.name ?? '';
  const change = draft.settings.changes.find(({ before }) => before?.name === name);
  const chosen = choices.find((choice) => choice.value === value);
  const meaningOf = (choice: SettingItem) => sentence(settingInWords(choice).meaning).replace(/\.$/, '');
  return (
    <section className={styles.setting} aria-labelledby={id} data-testid={testIds.policySettings.setting(name)}>
      <Stack gap={1} alignItems="center">
        <Text element="h2" variant="h5">
          <span id={id}>{label}</span>
        </Text>
        <ChangeBadge change={change === undefined ? undefined : 'changed'} />
      </Stack>
      <Text color="secondary">{description}</Text>
      {readOnlyBecause !== undefined ? (
        <span>{chosen === undefined ? '' : `${meaningOf(chosen)}.`}</span>
      ) : (
        <RadioButtonList
          name={`gatehouse-${name}`}
          // As texts: the list takes 0 for no value at all.
          options={choices.map((choice) => ({ value: String(choice.value), label: meaningOf(choice) }))}
          value={String(value)}
          onChange={(picked) => {
            const next = choices.find((choice) => String(choice.value) === picked);
            if (next !== undefined) {
              dispatch({
                type: 'change-setting',
                next,
                text: t('settings.changed', 'Setting {{label}} changed in the draft', { label }),
              });
            }
          }}
        />
      )}
      {change !== undefined && (
        <div>
          <Button
            size="sm"
            variant="secondary"
            fill="text"
            icon="history-alt"
            onClick={() =>
              dispatch({
                type: 'revert',
                kind: 'settings',
                key: changeKey(change),
                text: t('settings.reverted', 'Setting {{label}} is as published again', { label }),
              })
            }
          >
            {t('settings.revert', 'Revert {{label}} to the published one', { label })}
          </Button>
        </div>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  setting: css({ display: 'grid', gap: theme.spacing(1), maxWidth: theme.breakpoints.values.md }),
});
