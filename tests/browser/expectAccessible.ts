import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** WCAG 2.2 AA, and what axe calls best practices. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What can differ between the themes. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * Expects that axe finds nothing wrong with what a page shows now, the emulated frame included. Nothing is left out; in the light theme only
 * the colours are looked at, since everything else is as in the dark one.
 */
export async function expectAccessible(page: Page, what: string, theme: 'dark' | 'light' = 'dark'): Promise<void> {
  // Colours on their way to others are nobody's choice.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation instanceof CSSTransition)
        .map(({ finished }) => finished)
    )
  );
  const axe = new AxeBuilder({ page });
  const { violations } = await (theme === 'dark' ? axe.withTags(RULES) : axe.withRules(COLOURS)).analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html, failureSummary }) => ({
      rule: `${id}: ${help}`,
      target: target.join(' '),
      html: html.slice(0, 300),
      failureSummary,
    }))
  );
  expect.soft(found, `axe finds nothing wrong with ${what}`).toEqual([]);
}
