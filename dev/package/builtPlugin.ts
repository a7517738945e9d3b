/** The plugin as the production build left it, and what its rules compare it with. Read by `readBuiltPlugin`, made up in tests. */
export interface BuiltPlugin {
  /** What is in `dist`, by path with slashes. */
  files: ReadonlyMap<string, Buffer>;
  /** `plugin.json`, parsed; undefined when it is missing or not JSON. */
  manifest: unknown;
  /** `version` of package.json. */
  version: string;
  /** Names of the icons that Grafana has. */
  icons: ReadonlySet<string>;
  /** The sources as they are now, by path below the repository, such as `src/App.tsx`. */
  sourceOf: (path: string) => string | undefined;
}
