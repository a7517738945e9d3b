import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, locationUtil } from '@grafana/data';
import { Button, Icon, LinkButton, Text, useStyles2 } from '@grafana/ui';
import { PATHS } from '../constants';
import { useDraft } from '../draft/DraftProvider';
import { testIds } from '../testIds';
import { count } from '../ui/count';
import { StatePanel } from '../ui/StatePanel';

/** The empty page: what an installation without mappings does, and the three steps that change it. */
export function FirstSteps({ onAddMapping }: { onAddMapping: () => void }) {
  const styles = useStyles2(getStyles);
  const { policy, keptDraft } = useDraft();
  const { tenants } = policy;
  if (keptDraft !== undefined) {
    return (
      <StatePanel icon="users-alt" title="Nobody sees anything yet" testId={testIds.states.empty}>
        Gatehouse refuses every query until a mapping in the policy’s file says who may see what.
      </StatePanel>
    );
  }
  const ready = tenants.length > 0;
  return (
    <StatePanel
      icon="users-alt"
      title="Nobody sees anything yet"
      testId={testIds.states.empty}
      actions={
        ready ? (
          <Button icon="plus" onClick={onAddMapping}>
            Add the first mapping
          </Button>
        ) : (
          <LinkButton icon="plus" href={locationUtil.assureBaseUrl(PATHS.tenants)}>
            Add the first tenant
          </LinkButton>
        )
      }
    >
      <p>Gatehouse refuses every query until a mapping says who may see what.</p>
      <ol className={styles.steps}>
        <li className={styles.step}>
          <Icon name={ready ? 'check-circle' : 'circle'} className={ready ? styles.done : undefined} />
          <span>
            <Text weight="medium" color="primary">
              Add a tenant
            </Text>
            : a place where series live, such as an account of a VictoriaMetrics cluster.
            {ready && ` (${count(tenants.length, 'tenant')})`}
          </span>
        </li>
        <li className={styles.step}>
          <Icon name="circle" />
          <span>
            <Text weight="medium" color="primary">
              Add a mapping
            </Text>
            : which users or groups may read it, and which series of it.
          </span>
        </li>
        <li className={styles.step}>
          <Icon name="circle" />
          <span>
            <Text weight="medium" color="primary">
              Publish
            </Text>
            : review what changes, say why, and it holds from the next query on.
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
  step: css({ display: 'flex', gap: theme.spacing(1), '& > svg': { flexShrink: 0, marginTop: theme.spacing(0.25) } }),
  done: css({ color: theme.colors.success.text }),
});
