import { t } from '../i18n/t';

/** What came of restoring a revision: the revision that is in force now, or undefined when that waits for a second person. */
export interface Restored {
  number: number;
  revision: number | undefined;
}

export function restoredInWords({ number, revision }: Restored): { title: string; text: string } {
  return revision === undefined
    ? {
        title: t('history.restored.proposed', 'Your change waits for another person'),
        text: t(
          'history.restored.proposedText',
          'To go back to revision {{number}} is proposed. Another administrator finds it on the page Review and publish.',
          { number }
        ),
      }
    : {
        title: t('history.restored.title', 'Revision {{revision}} is in force', { revision }),
        text: t(
          'history.restored.text',
          'It has the policy of revision {{number}}, and holds for every query from now on.',
          { number }
        ),
      };
}
