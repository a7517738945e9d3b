import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, locationUtil } from '@grafana/data';
import { Button, Icon, LinkButton, useStyles2 } from '@grafana/ui';
import { PATHS } from '../constants';
import { useDraft } from '../draft/DraftProvider';
import { plural, t } from '../i18n/t';
import { Trans } from '../i18n/Trans';
import { testIds } from '../testIds';
import { StatePanel } from '../ui/StatePanel';

const STRONG = { strong: <strong /> };

/** The empty page: what an installation without mappings does, and the three steps that change it. */
export function FirstSteps({ onAddMapping }: { onAddMapping: () => void }) {
  const styles = useStyles2(getStyles);
  const { policy, readOnlyBecause } = useDraft();
  const { tenants } = policy;
  if (readOnlyBecause !== undefined) {
    return (
      <StatePanel
        icon="users-alt"
        title={t('mappings.first.title', 'Nobody sees anything yet')}
        testId={testIds.states.empty}
      >
        {readOnlyBecause === 'file'
          ? t(
              'mappings.first.readOnly',
              'Gatehouse refuses every query until a mapping in the policy’s file says who may see what.'
            )
          : t('mappings.first.text', 'Gatehouse refuses every query until a mapping says who may see what.')}
      </StatePanel>
    );
  }
  const ready = tenants.length > 0;
  return (
    <StatePanel
      icon="users-alt"
      title={t('mappings.first.title', 'Nobody sees anything yet')}
      testId={testIds.states.empty}
      actions={
        ready ? (
          <Button icon="plus" onClick={onAddMapping}>
            {t('mappings.first.addMapping', 'Add the first mapping')}
          </Button>
        ) : (
          <LinkButton icon="plus" href={locationUtil.assureBaseUrl(PATHS.tenants)}>
            {t('mappings.first.addTenant', 'Add the first tenant')}
          </LinkButton>
        )
      }
    >
      <p>{t('mappings.first.text', 'Gatehouse refuses every query until a mapping says who may see what.')}</p>
      <ol className={styles.steps}>
        <li className={styles.step}>
          <Icon name={ready ? 'check-circle' : 'circle'} className={ready ? styles.done : undefined} />
          <span>
            <Trans
              id="mappings.first.tenantStep"
              text="<strong>Add a tenant</strong>: a place where series live, such as an account of a VictoriaMetrics cluster."
              parts={STRONG}
            />{' '}
            {ready &&
              plural('mappings.first.tenants', tenants.length, {
                one: '({{number}} tenant)',
                other: '({{number}} tenants)',
              })}
          </span>
        </li>
        <li className={styles.step}>
          <Icon name="circle" />
          <span>
            <Trans
              id="mappings.first.mappingStep"
              text="<strong>Add a mapping</strong>: which users or groups may read it, and which series of it."
              parts={STRONG}
            />
          </span>
        </li>
        <li className={styles.step}>
          <Icon name="circle" />
          <span>
            <Trans
              id="mappings.first.publishStep"
              text="<strong>Publish</strong>: review what changes, say why, and it holds from the next query on."
              parts={STRONG}
            />
          </span>
        </li>
      </ol>
    </StatePanel>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  steps: css({
    display: 'grid',
    gap: theme.spacing(1),
    listStyle: 'none',
    marginTop: theme.spacing(2),
    textAlign: 'left',
  }),
  step: css({
    display: 'flex',
    gap: theme.spacing(1),
    '& > svg': { flexShrink: 0, marginTop: theme.spacing(0.25) },
    '& strong': { color: theme.colors.text.primary, fontWeight: theme.typography.fontWeightMedium },
  }),
  done: css({ color: theme.colors.success.text }),
});
