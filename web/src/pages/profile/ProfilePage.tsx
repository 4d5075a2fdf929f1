import { PageHeader } from '@/components/PageHeader';
import { NameForm } from './NameForm';
import { PasswordForm } from './PasswordForm';
import { Sessions } from './Sessions';

/** What users see and change of themselves. */
export function ProfilePage() {
  return (
    <>
      <PageHeader title="Your profile" description="Your name, your password, and where you are signed in." />
      <NameForm />
      <PasswordForm />
      <Sessions />
    </>
  );
}
