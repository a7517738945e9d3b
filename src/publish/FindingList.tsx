import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { Finding, Policy } from '@gatehouse/model';
import { Alert, TextLink, useStyles2 } from '@grafana/ui';
import { plural, t } from '../i18n/t';
import { sentence } from '../ui/sentence';
import { findingHref } from './findingHref';
import { findingPlace } from './findingPlace';

const SHOWN = 20;

interface Props {
  severity: 'error' | 'warning' | 'info';
  title: string;
  findings: readonly Finding[];
  /** The policy that they are about. */
  policy: Pick<Policy, 'tenants' | 'mappings'>;
  /** True where the editors show that policy: each finding leads to its place there. */
  isLinked?: boolean;
}

/** Problems or warnings of a policy, each with the place it is about and the way out. */
export function FindingList({ severity, title, findings, policy, isLinked = false }: Props) {
  const styles = useStyles2(getStyles);
  if (findings.length === 0) {
    return null;
  }
  const more = findings.length - SHOWN;
  return (
    <Alert severity={severity} title={title} bottomSpacing={0}>
      <ul className={styles.list}>
        {findings.slice(0, SHOWN).map((finding, position) => (
          <li key={position}>
            <FindingWords
              finding={finding}
              place={sentence(findingPlace(finding, policy)).replace(/\.$/, '')}
              href={isLinked ? findingHref(finding, policy) : undefined}
            />
            <FindingHint finding={finding} />
          </li>
        ))}
        {more > 0 && (
          <li>{plural('findings.more', more, { one: 'and {{number}} more', other: 'and {{number}} more' })}</li>
        )}
      </ul>
    </Alert>
  );
}

interface WordsProps {
  finding: Finding;
  place: string;
  /** Where it can be mended. */
  href: string | undefined;
}

function FindingWords({ finding, place, href }: WordsProps) {
  if (isAboutPart(finding)) {
    return (
      <>
        <strong>{linked(place, href)}</strong>: {finding.message}
      </>
    );
  }
  return (
    <>
      {sentence(finding.message)} {href !== undefined && linked(t('findings.open', 'Open it'), href)}
    </>
  );
}

function linked(text: string, href: string | undefined): ReactNode {
  return href === undefined ? (
    text
  ) : (
    <TextLink href={href} inline>
      {text}
    </TextLink>
  );
}

/** The way out, where one is known. */
function FindingHint({ finding: { hint = '' } }: { finding: Finding }) {
  const styles = useStyles2(getStyles);
  return hint === '' ? null : <span className={styles.hint}>{sentence(hint)}</span>;
}

/** What is about a whole tenant or mapping names it in its message. */
function isAboutPart({ path }: Finding): boolean {
  return path.length > 2;
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'grid',
    gap: theme.spacing(0.5),
    maxHeight: '40vh',
    overflowY: 'auto',
    paddingLeft: theme.spacing(2),
    listStyle: 'disc',
    overflowWrap: 'anywhere',
  }),
  hint: css({ display: 'block', color: theme.colors.text.secondary }),
});
