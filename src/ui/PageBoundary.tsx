import React, { type ReactNode } from 'react';
import { ErrorBoundary } from '@grafana/ui';
import { useLocation } from 'react-router-dom';
import type { PageName } from '../constants';
import { CrashState } from './CrashState';
import { PageFrame } from './PageFrame';

interface Props {
  /** The page that the URL names: its title stays. */
  page: PageName;
  children: ReactNode;
}

/**
 * Keeps a page that cannot be drawn from taking Grafana's whole frame with it: its title and the menu stay, and it tells what to do.
 * Whichever way leads on from there, that is drawn again.
 */
export function PageBoundary({ page, children }: Props) {
  const { key } = useLocation();
  return (
    <ErrorBoundary boundaryName="gatehouse" dependencies={[key]} errorLogger={keepToOurselves}>
      {({ error }) =>
        error === null ? (
          children
        ) : (
          <PageFrame page={page}>
            <CrashState error={error} />
          </PageFrame>
        )
      }
    </ErrorBoundary>
  );
}

/** Without a logger of the app's own, the error would be reported to wherever this Grafana sends what happens in browsers. */
function keepToOurselves(): void {}
