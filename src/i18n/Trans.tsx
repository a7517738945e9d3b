import React, { type ReactElement } from 'react';
import { Trans as Translated } from '@grafana/i18n';

interface Props {
  /** As for `t`: `area.place.what`. */
  id: string;
  /** In English, with `{{values}}` and `<parts>…</parts>`; written out, so that texts can be extracted. */
  text: string;
  values?: Readonly<Record<string, string | number>>;
  /** What the parts are shown as, by name. */
  parts: Readonly<Record<string, ReactElement>>;
}

/** A text with links, code and the like in it, in the language that Grafana is set to. Plain text needs only `t`. */
export function Trans({ id, text, values, parts }: Props) {
  return <Translated i18nKey={id} defaults={text} values={values} components={parts} />;
}
