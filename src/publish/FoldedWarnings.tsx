import React, { useState } from 'react';
import type { Finding, Policy } from '@gatehouse/model';
import { Button, Stack } from '@grafana/ui';
import { count } from '../ui/count';
import { FindingList } from './FindingList';

interface Props {
  findings: readonly Finding[];
  /** The policy that they are about. */
  policy: Pick<Policy, 'tenants' | 'mappings'>;
  /** What they are about, after their number. */
  about: string;
  /** Above them when they are shown. */
  title: string;
}

/** Warnings that are not about what somebody is doing now: out of the way, one click off. */
export function FoldedWarnings({ findings, policy, about, title }: Props) {
  const [open, setOpen] = useState(false);
  if (findings.length === 0) {
    return null;
  }
  return (
    <Stack direction="column" gap={1} alignItems="stretch">
      <div>
        <Button
          variant="secondary"
          fill="text"
          size="sm"
          icon={open ? 'angle-down' : 'angle-right'}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {`${count(findings.length, 'warning')} ${about}`}
        </Button>
      </div>
      {open && <FindingList severity="info" title={title} findings={findings} policy={policy} />}
    </Stack>
  );
}
