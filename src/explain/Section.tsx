import React, { type ReactNode, useId } from 'react';
import { Stack, Text } from '@grafana/ui';

interface Props {
  title: string;
  /** What it is about, in a sentence or two. */
  about?: string;
  children: ReactNode;
}

/** A part of an answer. */
export function Section({ title, about, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Stack direction="column" gap={1}>
        <span id={id}>
          <Text element="h2" variant="h4">
            {title}
          </Text>
        </span>
        {about !== undefined && (
          <Text element="p" color="secondary">
            {about}
          </Text>
        )}
        {children}
      </Stack>
    </section>
  );
}
