import React, { Fragment } from 'react';

/** A name, an address or a principal that is broken behind a sign, where it must be, rather than within a word. */
export function BreakableText({ text }: { text: string }) {
  const parts = text.split(/(?<=[:@._/-])/);
  return (
    <span>
      {parts.map((part, position) => (
        <Fragment key={position}>
          {position > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </span>
  );
}
