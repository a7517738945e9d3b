import { css } from '@emotion/css';
import { AppEvents, type AlertErrorPayload, type EventBusExtended, type GrafanaTheme2 } from '@grafana/data';
import { Alert, useStyles2, type AlertVariant } from '@grafana/ui';
import React, { useEffect, useState } from 'react';

const SECONDS_SHOWN: Readonly<Record<AlertVariant, number>> = { success: 3, info: 3, warning: 5, error: 7 };

const ALERTS = [
  { event: AppEvents.alertSuccess, severity: 'success' },
  { event: AppEvents.alertInfo, severity: 'info' },
  { event: AppEvents.alertWarning, severity: 'warning' },
  { event: AppEvents.alertError, severity: 'error' },
] as const;

interface Notification {
  id: number;
  severity: AlertVariant;
  title: string;
  text?: string;
}

/** The toasts at the top right: everything that is published as an alert event appears there for some seconds. */
export function AppNotifications({ events }: { events: EventBusExtended }) {
  const styles = useStyles2(getStyles);
  const [notifications, setNotifications] = useState<Notification[]>([]);

  useEffect(() => {
    let nextId = 0;
    const remove = (id: number) => setNotifications((shown) => shown.filter((notification) => notification.id !== id));
    const add = (severity: AlertVariant, [title, text]: AlertErrorPayload) => {
      const id = nextId++;
      setNotifications((shown) => [...shown, { id, severity, title, text: text?.toString() }]);
      setTimeout(() => remove(id), SECONDS_SHOWN[severity] * 1000);
    };
    const handlers = ALERTS.map(({ event, severity }) => {
      const handler = (payload?: AlertErrorPayload) => payload && add(severity, payload);
      events.on(event.name, handler);
      return () => events.off(event.name, handler);
    });
    return () => handlers.forEach((stop) => stop());
  }, [events]);

  return (
    <div className={styles.stack}>
      {notifications.map(({ id, severity, title, text }) => (
        <Alert
          key={id}
          severity={severity}
          title={title}
          elevated
          onRemove={() => setNotifications((shown) => shown.filter((other) => other.id !== id))}
        >
          {text}
        </Alert>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  stack: css({ position: 'fixed', top: 56, right: 16, width: 400, zIndex: theme.zIndex.portal }),
});
