import React, { useState } from 'react';
import type { Finding, Policy } from '@gatehouse/model';
import { Button, Stack } from '@grafana/ui';
import { FindingList } from './FindingList';

interface Props {
  findings: readonly Finding[];
  /** The policy that they are about. */
  policy: Pick<Policy, 'tenants' | 'mappings'>;
  /** How many there are, and what they are about. */
  summary: string;
  /** Above them when they are shown. */
  title: string;
  /** True where the editors show that policy. */
  isLinked?: boolean;
}

/** Warnings that are not about what somebody is doing now: out of the way, one click off. */
export function FoldedWarnings({ findings, policy, summary, title, isLinked }: Props) {
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
          {summary}
        </Button>
      </div>
      {open && <FindingList severity="info" title={title} findings={findings} policy={policy} isLinked={isLinked} />}
    </Stack>
  );
}
