import React, { useState } from 'react';
import type { Finding, Policy } from '@gatehouse/model';
import { Button, Stack } from '@grafana/ui';
import { count } from '../ui/count';
import { FindingList } from './FindingList';

/** Warnings that were there before this draft: out of the way, one click off. */
export function OlderWarnings({ findings, policy }: { findings: readonly Finding[]; policy: Policy }) {
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
          {`${count(findings.length, 'warning')} about what you did not change`}
        </Button>
      </div>
      {open && <FindingList severity="info" title="As before" findings={findings} policy={policy} />}
    </Stack>
  );
}
