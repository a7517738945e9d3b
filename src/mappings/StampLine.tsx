import React, { Fragment } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { quoteValue, type Tenant } from '@gatehouse/model';
import { Icon, useStyles2 } from '@grafana/ui';
import { t } from '../i18n/t';
import { Trans } from '../i18n/Trans';
import { tenantPlace } from '../tenants/tenantPlace';
import { stampedLabels } from './stampedLabels';

interface Props {
  tenant: Tenant;
  /** Of a grant that the model accepts for writing. */
  filters: readonly string[];
}

/** Says in one line what becomes of samples that are written under a grant. */
export function StampLine({ tenant, filters }: Props) {
  const styles = useStyles2(getStyles);
  const labels = stampedLabels(tenant, filters);
  return (
    <div className={styles.line}>
      <Icon name="tag-alt" size="sm" />
      {labels.length > 0 ? (
        <span>
          <Trans
            id="mappings.stamp.labels"
            text="Samples get <labels></labels>, whatever they say themselves."
            parts={{ labels: <Labels labels={labels} /> }}
          />
        </span>
      ) : 'labels' in tenant ? (
        <span>{t('mappings.stamp.asSent', 'Samples are stored as they are sent.')}</span>
      ) : (
        <span>
          {t('mappings.stamp.asSentIn', 'Samples are stored as they are sent in {{place}}.', {
            place: tenantPlace(tenant),
          })}
        </span>
      )}
    </div>
  );
}

function Labels({ labels }: { labels: ReadonlyArray<[string, string]> }) {
  const styles = useStyles2(getStyles);
  return labels.map(([label, value], position) => (
    <Fragment key={label}>
      {position > 0 && ', '}
      <code className={styles.label}>{`${label}=${quoteValue(value)}`}</code>
    </Fragment>
  ));
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    gap: theme.spacing(0.5),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
    '& > svg': { flexShrink: 0, marginTop: theme.spacing(0.25) },
  }),
  label: css({
    margin: 0,
    padding: 0,
    border: 'none',
    background: 'transparent',
    color: theme.colors.text.primary,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: 'inherit',
    whiteSpace: 'normal',
  }),
});
