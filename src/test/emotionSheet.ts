/**
 * Stands in for Emotion's style sheet in tests: jsdom lays nothing out, and asks each rule of the document about each element
 * whose style or accessible name somebody wants to know, which takes more time than everything else.
 */
export class StyleSheet {
  readonly tags: readonly HTMLStyleElement[] = [];

  /** Rules are dropped: what is shown is tested in Chromium. */
  insert(): void {}
  hydrate(): void {}
  flush(): void {}
}
