import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, Text, useStyles2 } from '@grafana/ui';
import type { BackendStatus } from '../api/status';
import { kindInWords } from '../tenants/tenantPlace';
import { testIds } from '../testIds';
import { plural, t } from '../i18n/t';
import { backendReach } from './backendReach';
import { FindingText } from './FindingText';
import { groupFindings } from './groupFindings';
import { StateIcon } from './StateIcon';
import { UnsafeAlert } from './UnsafeAlert';

/** One backend: whether it answers, what it is, and what is not safe or not certain about it. */
export function BackendCard({ backend }: { backend: BackendStatus }) {
  const styles = useStyles2(getStyles);
  const { name, kind, urls = [], findings = [] } = backend;
  const reach = backendReach(backend);
  const unsafe = findings.filter(({ severity }) => severity === 'unsafe');
  const warnings = groupFindings(findings.filter(({ severity }) => severity === 'warning'));
  return (
    <article
      className={styles.card}
      aria-label={t('settings.backend.name', 'Backend {{name}}', { name })}
      data-testid={testIds.configuration.backend(name)}
    >
      <div className={styles.head}>
        <StateIcon state={unsafe.length > 0 && reach.state === 'good' ? 'warning' : reach.state} />
        <Text weight="medium">{t('settings.backend.name', 'Backend {{name}}', { name })}</Text>
        <Text color="secondary">{kindInWords(kind)}</Text>
        <span className={styles.reach}>{reach.text}</span>
      </div>
      <UnsafeAlert findings={findings.filter(({ severity }) => severity === 'unsafe')} several={urls.length > 1} />
      {urls.length > 0 && (
        <ul className={styles.list} aria-label={t('settings.backend.urls', 'URLs of {{name}}', { name })}>
          {urls.map(({ url, up, running, kind: program, version }) => (
            <li key={url} className={styles.url}>
              <StateIcon state={up ? 'good' : 'bad'} />
              <span className={styles.address}>{url}</span>
              <span className={styles.about}>
                {[
                  up ? programInWords(program, version) : t('settings.backend.urlDown', 'does not answer'),
                  ...(running === undefined || running === 0
                    ? []
                    : [
                        plural('settings.backend.running', running, {
                          one: '{{number}} request running',
                          other: '{{number}} requests running',
                        }),
                      ]),
                ].join(', ')}
              </span>
            </li>
          ))}
        </ul>
      )}
      {warnings.length > 0 && (
        <ul className={styles.list} aria-label={t('settings.backend.remarks', 'Remarks about {{name}}', { name })}>
          {warnings.map((finding) => (
            <li key={finding.code + finding.message} className={styles.warning} data-finding={finding.code}>
              <Icon name="info-circle" />
              <FindingText finding={finding} several={urls.length > 1} />
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

function programInWords(program: string | null | undefined, version: string | null | undefined): string {
  return `${program ?? t('settings.backend.kindUnknown', 'kind unknown')}, ${version === undefined || version === null || version === '' ? t('settings.backend.versionUnknown', 'version unknown') : version}`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'grid',
    gap: theme.spacing(1.5),
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    overflowWrap: 'anywhere',
  }),
  head: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), alignItems: 'center' }),
  reach: css({ marginLeft: 'auto', color: theme.colors.text.secondary }),
  list: css({ display: 'grid', gap: theme.spacing(0.5), listStyle: 'none' }),
  url: css({
    display: 'grid',
    gridTemplateColumns: `${theme.spacing(2.5)} minmax(0, 3fr) minmax(0, 2fr)`,
    gap: theme.spacing(1),
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  address: css({ fontFamily: theme.typography.fontFamilyMonospace }),
  about: css({ color: theme.colors.text.secondary }),
  warning: css({
    display: 'grid',
    gridTemplateColumns: `${theme.spacing(2.5)} minmax(0, 1fr)`,
    gap: theme.spacing(1),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
