import React, { type ComponentProps, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { plural } from '../i18n/t';
import { PlainTable } from '../ui/PlainTable';

const SHOWN = 50;

/** A table of answers, in the order in which they came; of many the first ones until more are asked for. */
export function FactTable<Row>({ rows, ...props }: ComponentProps<typeof PlainTable<Row>>) {
  const styles = useStyles2(getStyles);
  const [shown, setShown] = useState(SHOWN);
  const left = rows.length - shown;
  return (
    <div className={styles.scroll}>
      <PlainTable {...props} rows={rows.slice(0, shown)} />
      {left > 0 && (
        <div className={styles.more}>
          <Button variant="secondary" size="sm" onClick={() => setShown(rows.length)}>
            {plural('explain.table.more', left, { one: 'Show {{number}} more', other: 'Show {{number}} more' })}
          </Button>
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ overflowX: 'auto', '& > table': { minWidth: 640 } }),
  more: css({ marginTop: theme.spacing(1) }),
});
