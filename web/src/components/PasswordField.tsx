import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { showPassword } from './showPassword';

/** A password: masked, shown while typing on request, and told as wrong to screen readers, which Mantine's own is not. */
export function PasswordField(props: PasswordInputProps) {
  return (
    <PasswordInput
      visibilityToggleButtonProps={showPassword}
      {...(Boolean(props.error) && { 'aria-invalid': true })}
      {...props}
    />
  );
}
