import { createTheme, type GrafanaTheme2 } from '@grafana/data';
import { config, getAppEvents, ThemeChangedEvent } from '@grafana/runtime';
import { useMemo, useState } from 'react';

/** The theme in use and a way to change it without a reload; the choice is kept for the next visit. */
export function useChosenTheme(): { theme: GrafanaTheme2; toggleTheme: () => void } {
  const [mode, setMode] = useState<'light' | 'dark'>(config.theme2.isLight ? 'light' : 'dark');
  const theme = useMemo(() => createTheme({ colors: { mode } }), [mode]);

  const toggleTheme = () => {
    const next = mode === 'dark' ? 'light' : 'dark';
    localStorage.setItem('grafana.theme', next);
    config.theme2 = createTheme({ colors: { mode: next } });
    config.bootData.user.lightTheme = next === 'light';
    getAppEvents().publish(new ThemeChangedEvent(config.theme2));
    setMode(next);
  };

  return { theme, toggleTheme };
}
