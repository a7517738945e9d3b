import React from 'react';
import type { ImpactGroup } from '@gatehouse/model';
import { TextLink } from '@grafana/ui';
import { PATHS } from '../../constants';

interface Props {
  person: ImpactGroup['examples'][number];
  /** Without a comma behind it. */
  isLast: boolean;
}

/** Somebody on whom a change has an impact, with the way to all that they see. */
export function PersonLink({ person: { key, label }, isLast }: Props) {
  return (
    <>
      <TextLink href={`${PATHS.explain}?subject=${encodeURIComponent(key)}`} color="secondary" variant="bodySmall">
        {label}
      </TextLink>
      {isLast ? ' ' : ', '}
    </>
  );
}
