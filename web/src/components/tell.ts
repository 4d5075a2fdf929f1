import { notifications } from '@mantine/notifications';

/** Says that something was done: screen readers tell it when they come to it, and do not break off for it. */
export function tell(title: string, message: string): void {
  notifications.show({ title, message, role: 'status' });
}
