import React, { useEffect } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, locationUtil } from '@grafana/data';
import { Badge, Button, Icon, type IconName, LinkButton, Stack, Text, useStyles2 } from '@grafana/ui';
import { type DataSource, dataSourceTypeName, useTestDataSource } from '../api/dataSources';
import { t } from '../i18n/t';
import { exploreHref } from './exploreHref';
import { findingTexts } from './findingTexts';
import type { DataSourceFinding, Destination, Judgement } from './judgeDataSource';
import { TestResult } from './TestResult';

interface Props {
  dataSource: DataSource;
  judgement: Judgement;
  /** It was just made: is tested at once. */
  isNew: boolean;
  /** The admin token allows to make credentials. */
  administer: boolean;
  onRepair: (finding: DataSourceFinding) => void;
}

const SEVERITY_ICONS: Record<DataSourceFinding['severity'], IconName> = {
  bad: 'exclamation-circle',
  warning: 'exclamation-triangle',
  note: 'info-circle',
};

/** One data source: where it leads, what is wrong with it and what sets it right, and a query through it. */
export function DataSourceCard({
  dataSource,
  judgement: { destination, findings },
  isNew,
  administer,
  onRepair,
}: Props) {
  const styles = useStyles2(getStyles);
  const { mutate, data, error, isPending } = useTestDataSource();
  const { uid, name, type, url, readOnly, isDefault } = dataSource;
  const test = () => mutate({ uid, type });
  useEffect(() => {
    if (isNew) {
      mutate({ uid, type });
    }
  }, [isNew, mutate, uid, type]);
  return (
    <article className={styles.card} aria-label={name}>
      <div className={styles.head}>
        <div className={styles.title}>
          <Stack gap={1} alignItems="center" wrap="wrap">
            <Text element="h2" variant="h4">
              {name}
            </Text>
            <DestinationBadge destination={destination} findings={findings} />
            {isDefault && <Badge color="blue" text={t('dataSource.card.default', 'Default')} />}
            {readOnly && <Badge color="darkgrey" icon="lock" text={t('dataSource.card.provisioned', 'Provisioned')} />}
          </Stack>
          <Text color="secondary" variant="bodySmall">
            {dataSourceTypeName(type)} <code>{url}</code>
          </Text>
        </div>
        <Stack gap={1}>
          <Button
            size="sm"
            variant="secondary"
            icon={isPending ? 'spinner' : 'play'}
            disabled={isPending}
            aria-label={t('dataSource.card.testLabel', 'Test {{name}}', { name })}
            onClick={test}
          >
            {t('dataSource.card.test', 'Test')}
          </Button>
          <LinkButton
            size="sm"
            variant="secondary"
            fill="outline"
            icon="compass"
            href={locationUtil.assureBaseUrl(exploreHref(uid))}
            aria-label={t('dataSource.card.exploreLabel', 'Explore {{name}}', { name })}
          >
            {t('dataSource.card.explore', 'Explore')}
          </LinkButton>
          <LinkButton
            size="sm"
            variant="secondary"
            fill="outline"
            icon="cog"
            href={locationUtil.assureBaseUrl(`/connections/datasources/edit/${uid}`)}
            aria-label={t('dataSource.card.openLabel', 'Settings of {{name}}', { name })}
          >
            {t('dataSource.card.open', 'Settings')}
          </LinkButton>
        </Stack>
      </div>
      {findings.length > 0 && (
        <ul className={styles.findings} aria-label={t('dataSource.card.findings', 'Findings about {{name}}', { name })}>
          {findings.map((finding) => {
            const { title, text } = findingTexts(finding);
            return (
              <li key={finding.code} className={styles.finding} data-finding={finding.code}>
                <Icon name={SEVERITY_ICONS[finding.severity]} className={styles[finding.severity]} />
                <div className={styles.words}>
                  <Text weight="medium">{title}</Text>
                  <Text element="p" color="secondary">
                    {text}
                  </Text>
                </div>
                {isRepairable(finding, administer) &&
                  (readOnly ? (
                    <Text color="secondary" variant="bodySmall">
                      {t('dataSource.card.inFile', 'Change it in its provisioning file')}
                    </Text>
                  ) : (
                    <Button
                      size="sm"
                      icon="wrench"
                      aria-label={t('dataSource.card.repairLabel', 'Repair {{name}}: {{what}}', { name, what: title })}
                      onClick={() => onRepair(finding)}
                    >
                      {t('dataSource.card.repair', 'Repair…')}
                    </Button>
                  ))}
              </li>
            );
          })}
        </ul>
      )}
      <div role="status">
        <TestResult outcome={data} error={error} />
      </div>
    </article>
  );
}

/** Rules need a credential, which is made for the repair. */
function isRepairable({ code, repair }: DataSourceFinding, administer: boolean): boolean {
  return repair !== undefined || (code === 'rules-refused' && administer);
}

function DestinationBadge({ destination, findings }: { destination: Destination; findings: DataSourceFinding[] }) {
  switch (destination) {
    case 'past-gatehouse':
      return (
        <Badge color="red" icon="exclamation-circle" text={t('dataSource.card.past', 'Everybody sees everything')} />
      );
    case 'elsewhere':
      return (
        <Badge color="darkgrey" icon="arrow-right" text={t('dataSource.card.elsewhere', 'Not through Gatehouse')} />
      );
    case 'gatehouse':
      return findings.some(({ severity }) => severity === 'bad') ? (
        <Badge color="orange" icon="exclamation-triangle" text={t('dataSource.card.broken', 'Needs repair')} />
      ) : (
        <Badge color="green" icon="shield" text={t('dataSource.card.through', 'Through Gatehouse')} />
      );
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'grid',
    gap: theme.spacing(2),
    padding: theme.spacing(2),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    overflowWrap: 'anywhere',
    // It has to be there before it says something, and takes no room until then.
    '& > [role="status"]:empty': { position: 'absolute' },
  }),
  head: css({ display: 'flex', gap: theme.spacing(2), alignItems: 'flex-start', justifyContent: 'space-between' }),
  title: css({ display: 'grid', gap: theme.spacing(0.5), minWidth: 0 }),
  findings: css({ display: 'grid', gap: theme.spacing(1.5), listStyle: 'none' }),
  finding: css({ display: 'flex', gap: theme.spacing(1), alignItems: 'flex-start' }),
  words: css({ flex: 1, minWidth: 0 }),
  bad: css({ flex: 'none', marginTop: theme.spacing(0.25), color: theme.colors.error.text }),
  warning: css({ flex: 'none', marginTop: theme.spacing(0.25), color: theme.colors.warning.text }),
  note: css({ flex: 'none', marginTop: theme.spacing(0.25), color: theme.colors.info.text }),
});
