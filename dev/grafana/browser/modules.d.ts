// The two routers inside @grafana/ui, which TypeScript does not see from here; esbuild is told where they are.

declare module 'react-router-dom-v5-compat' {
  export * from 'react-router-dom';
  export const CompatRouter: import('react').ComponentType<import('react').PropsWithChildren>;
}

declare module 'react-router-dom-v5' {
  /** Version 5's router, which takes a history. */
  export const Router: import('react').ComponentType<import('react').PropsWithChildren<{ history: object }>>;
}

// The part of SystemJS's interface that its type package leaves out.
declare namespace System {
  function addImportMap(map: { imports: Record<string, string> }): void;
}

interface Window {
  grafanaBootData: import('../bootData').BootData;
}
