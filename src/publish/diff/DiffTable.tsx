import React, { useState } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { PolicyChange, PolicyDiff } from '@gatehouse/model';
import { Button, Icon, type IconName, useStyles2 } from '@grafana/ui';
import { plural, t } from '../../i18n/t';
import { testIds } from '../../testIds';
import { unseenStyle } from '../../ui/unseenStyle';
import { type ChangeRow, changeRows } from './changeRows';
import { changeTitle } from './changeTitle';

const PAGE = 50;

interface Props {
  diff: Pick<PolicyDiff, 'changes' | 'leftOut'>;
  /** What the table tells, for screen readers. */
  label: string;
}

/** What differs between two policies: each tenant, mapping and setting with its fields before and after. */
export function DiffTable({ diff: { changes, leftOut }, label }: Props) {
  const styles = useStyles2(getStyles);
  const [shown, setShown] = useState(PAGE);
  const more = changes.length - shown;
  return (
    <div className={styles.around}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col" className={styles.field}>
              {t('diff.column.what', 'What')}
            </th>
            <th scope="col">{t('diff.column.before', 'Before')}</th>
            <th scope="col">{t('diff.column.after', 'After')}</th>
          </tr>
        </thead>
        {changes.slice(0, shown).map((change, position) => (
          <ChangeRows key={position} change={change} />
        ))}
      </table>
      {more > 0 ? (
        <div>
          <Button size="sm" variant="secondary" onClick={() => setShown(shown + PAGE)}>
            {plural('diff.showMore', Math.min(more, PAGE), {
              one: 'Show {{number}} more change',
              other: 'Show {{number}} more changes',
            })}
          </Button>
        </div>
      ) : (
        leftOut > 0 && (
          <span className={styles.quiet}>
            {plural('diff.leftOut', leftOut, {
              one: 'and {{number}} more change, which is not shown here',
              other: 'and {{number}} more changes, which are not shown here',
            })}
          </span>
        )
      )}
    </div>
  );
}

function ChangeRows({ change }: { change: PolicyChange }) {
  const styles = useStyles2(getStyles);
  const verb = verbOf(change);
  return (
    <tbody className={styles.block} data-testid={testIds.publish.change}>
      <tr>
        <th colSpan={3} scope="rowgroup" className={styles.title}>
          <Icon name={ICONS[verb]} className={styles[verb]} /> {changeTitle(change)}
        </th>
      </tr>
      {changeRows(change).map((row, position) => (
        <FieldRow key={position} row={row} isWhole={verb !== 'change'} />
      ))}
      {change.leftOut > 0 && (
        <tr>
          <td colSpan={3} className={styles.quiet}>
            {plural('diff.itemsLeftOut', change.leftOut, {
              one: 'and {{number}} more entry',
              other: 'and {{number}} more entries',
            })}
          </td>
        </tr>
      )}
    </tbody>
  );
}

interface FieldRowProps {
  row: ChangeRow;
  /** True when all of it came or went: then the other side says nothing, instead of "none" on each line. */
  isWhole: boolean;
}

function FieldRow({ row: { field, before, after, isPart = false }, isWhole }: FieldRowProps) {
  const styles = useStyles2(getStyles);
  const quiet = isWhole ? styles.unseen : styles.quiet;
  return (
    <tr>
      <th scope="row" className={styles.name}>
        {field}
      </th>
      <Side
        lines={before}
        sign={isPart ? 'removed' : undefined}
        className={cx(before.length > 0 && styles.before)}
        noneClassName={quiet}
      />
      <Side
        lines={after}
        sign={isPart ? 'added' : undefined}
        className={cx(after.length > 0 && styles.after)}
        noneClassName={quiet}
      />
    </tr>
  );
}

interface SideProps {
  lines: readonly string[];
  /** Of what went out of a list or came into it. */
  sign: 'added' | 'removed' | undefined;
  className: string;
  /** Of the word that stands for no lines. */
  noneClassName: string;
}

function Side({ lines, sign, className, noneClassName }: SideProps) {
  const styles = useStyles2(getStyles);
  return (
    <td className={className}>
      {lines.length === 0 ? (
        <span className={noneClassName}>{t('diff.none', 'none')}</span>
      ) : (
        <ul className={styles.lines}>
          {lines.map((line, position) => (
            <li key={position}>
              {sign !== undefined && (
                <Icon
                  name={sign === 'added' ? 'plus' : 'minus'}
                  size="sm"
                  title={sign === 'added' ? t('diff.sign.added', 'added') : t('diff.sign.removed', 'taken away')}
                />
              )}
              {line}
            </li>
          ))}
        </ul>
      )}
    </td>
  );
}

type Verb = 'add' | 'change' | 'remove';
const ICONS: Record<Verb, IconName> = { add: 'plus-circle', change: 'pen', remove: 'trash-alt' };

function verbOf({ kind }: PolicyChange): Verb {
  return kind.endsWith('-added') ? 'add' : kind.endsWith('-removed') ? 'remove' : 'change';
}

const getStyles = (theme: GrafanaTheme2) => ({
  around: css({ display: 'grid', gap: theme.spacing(1) }),
  table: css({
    width: '100%',
    tableLayout: 'fixed',
    overflowWrap: 'anywhere',
    '& th, & td': { padding: theme.spacing(0.75, 1), verticalAlign: 'top', textAlign: 'left' },
    '& thead th': {
      borderBottom: `1px solid ${theme.colors.border.medium}`,
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightMedium,
    },
  }),
  field: css({ width: '22%' }),
  block: css({ borderBottom: `1px solid ${theme.colors.border.weak}` }),
  title: css({ fontWeight: theme.typography.fontWeightMedium, paddingTop: `${theme.spacing(1.5)} !important` }),
  name: css({ color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular }),
  before: css({ background: theme.colors.error.transparent }),
  after: css({ background: theme.colors.success.transparent }),
  lines: css({ listStyle: 'none', '& svg': { marginRight: theme.spacing(0.5) } }),
  quiet: css({ color: theme.colors.text.secondary }),
  unseen: unseenStyle(),
  add: css({ color: theme.colors.success.text }),
  change: css({ color: theme.colors.info.text }),
  remove: css({ color: theme.colors.error.text }),
});
