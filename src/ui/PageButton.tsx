import React, { type ComponentProps, type ReactNode } from 'react';
import { locationUtil } from '@grafana/data';
import { LinkButton } from '@grafana/ui';
import { useNavigate } from 'react-router-dom';

interface Props extends Pick<ComponentProps<typeof LinkButton>, 'variant' | 'fill' | 'icon' | 'size'> {
  /** A path of the app, with parameters. */
  to: string;
  children: ReactNode;
  'data-testid'?: string;
}

/** A link that looks like a button and leads to another page of the app, without loading Grafana anew. */
export function PageButton({ to, children, ...props }: Props) {
  const navigate = useNavigate();
  return (
    <LinkButton
      {...props}
      href={locationUtil.assureBaseUrl(to)}
      onClick={(event) => {
        // With a key held down, people want another tab.
        if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
          event.preventDefault();
          navigate(to);
        }
      }}
    >
      {children}
    </LinkButton>
  );
}
