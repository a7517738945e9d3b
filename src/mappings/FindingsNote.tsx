import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { plural, t } from '../i18n/t';
import { ListIcon } from '../ui/ListIcon';
import type { MappingFindings } from './mappingFindings';

interface Props {
  /** Of the mapping. */
  name: string;
  findings: MappingFindings;
  tabIndex: 0 | -1;
  onShow: (name: string) => void;
}

/** Says at a mapping that something is wrong or questionable about it; a press shows what. */
export function FindingsNote({ name, findings: { problems, warnings }, tabIndex, onShow }: Props) {
  const styles = useStyles2(getStyles);
  const broken = problems.length > 0;
  const text = broken
    ? plural('mappings.findings.problems', problems.length, { one: '{{number}} problem', other: '{{number}} problems' })
    : plural('mappings.findings.warnings', warnings.length, {
        one: '{{number}} warning',
        other: '{{number}} warnings',
      });
  return (
    <button
      type="button"
      className={cx(styles.note, broken && styles.problem)}
      aria-label={t('mappings.findings.of', '{{text}} about {{name}}', { text, name })}
      tabIndex={tabIndex}
      onClick={() => onShow(name)}
    >
      <ListIcon name={broken ? 'exclamation-circle' : 'exclamation-triangle'} size="sm" />
      {text}
    </button>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: 0,
    border: 'none',
    background: 'transparent',
    color: theme.colors.warning.text,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'nowrap',
    '&:hover, &:focus-visible': { textDecoration: 'underline' },
  }),
  problem: css({ color: theme.colors.error.text }),
});
