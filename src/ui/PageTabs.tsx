import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, locationUtil } from '@grafana/data';
import { Tab, TabContent, TabsBar, useStyles2 } from '@grafana/ui';
import { useNavigate } from 'react-router-dom';

export interface PageTab {
  label: string;
  active: boolean;
  /** Where it leads, without Grafana's own base URL. */
  path: string;
  /** How many things stand there. */
  counter?: number;
}

interface Props {
  tabs: readonly PageTab[];
  /** What the active one shows. */
  children: ReactNode;
}

/** Views of one page, or pages that belong together, each with an address of its own. */
export function PageTabs({ tabs, children }: Props) {
  const styles = useStyles2(getStyles);
  const navigate = useNavigate();
  return (
    <>
      <TabsBar>
        {tabs.map(({ label, active, path, counter }) => (
          <Tab
            key={path}
            label={label}
            counter={counter}
            active={active}
            href={locationUtil.assureBaseUrl(path)}
            onChangeTab={(event) => {
              event.preventDefault();
              navigate(path);
            }}
          />
        ))}
      </TabsBar>
      <TabContent className={styles.content}>{children}</TabContent>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  content: css({ background: 'transparent', paddingTop: theme.spacing(2) }),
});
